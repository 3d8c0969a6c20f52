import { describe, expect, it } from "vitest";
import { compareVersions, parseVersion } from "../../src/server/version.ts";

describe("versions", () => {
  it("are read from what the CLI prints, built by go install or released", () => {
    expect(parseVersion("temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)\n")).toEqual({
      cli: "0.0.0-DEV",
      server: "1.29.1",
    });
    expect(parseVersion("temporal version 1.5.1 (Server 1.29.1-150.0, UI 2.42.1)")).toEqual({
      cli: "1.5.1",
      server: "1.29.1",
    });
    expect(parseVersion("temporal, a web framework, version 1.2.3")).toBeUndefined();
  });

  it("are compared as numbers", () => {
    expect(compareVersions("1.9.0", "1.29.0")).toBeLessThan(0);
    expect(compareVersions("1.29.1", "1.29.0")).toBeGreaterThan(0);
    expect(compareVersions("20.19.0-rc.1", "20.19.0")).toBe(0);
    expect(compareVersions("2", "1.99.99")).toBeGreaterThan(0);
  });
});
