import { describe, expect, it } from "vitest";
import { regimeCalled, regimeNamed, regimeNames } from "../../../src/core/regimes/registry.ts";

describe("what papers call a regime", () => {
  it("leads to its name here, in an error of one line", () => {
    expect(() => regimeNamed("augment")).toThrow(
      /^regime must be one of .*; got "augment"\. Here it is "accumulate"\.$/,
    );
    expect(() => regimeNamed("nonsense")).toThrow(/; got "nonsense"\.$/);
  });

  it("is no other regime's, and no name here", () => {
    const others = regimeNames.flatMap((name) => regimeNamed(name).alsoCalled ?? []);
    expect(new Set([...others, ...regimeNames]).size).toBe(others.length + regimeNames.length);
    for (const other of others) expect(regimeNamed(regimeCalled(other) ?? "").alsoCalled).toContain(other);
  });
});
