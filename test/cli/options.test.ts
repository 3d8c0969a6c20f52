import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { storeUrl, withStore } from "../../src/cli/options.ts";

const here = pathToFileURL(resolve("ouro-data")).href;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a store", () => {
  // Its text names the sweep's workflow, and workers in other folders open it.
  it("that nobody names is as absolute as one that is named", () => {
    vi.stubEnv("OURO_STORE", undefined);
    const command = withStore(new Command()).parse([], { from: "user" });
    expect(command.opts()).toEqual({ store: here });
  });

  it.each(["ouro-data", "./ouro-data/", "a/../ouro-data", here, `${here}/`, `${here}/x/..`])(
    "%s is one text",
    (raw) => {
      expect(storeUrl(raw)).toBe(here);
    },
  );

  it.each(["s3://bucket/a", "s3://bucket/a/"])("%s is one text", (raw) => {
    expect(storeUrl(raw)).toBe("s3://bucket/a");
  });

  it.each(["ftp://x", "file://host/x"])("%s is refused", (raw) => {
    expect(() => storeUrl(raw)).toThrow(/must be an absolute local URL|is a folder, file/);
  });
});
