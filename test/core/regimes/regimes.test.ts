import { describe, expect, it } from "vitest";
import { ParameterError } from "../../../src/core/errors.ts";
import { ledger } from "../../../src/core/regimes/ledger.ts";
import { needsOf, retained } from "../../../src/core/regimes/needs.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { regimeNamed, regimeNames } from "../../../src/core/regimes/registry.ts";

const books = (name: string, n = 7) => {
  const regime = regimeNamed(name);
  return ledger((generation) => regime.training(regime.parse({}), generation, n));
};

describe("what a generation trains on", () => {
  it("counts rows and real data by regime [oracles 46, 48]", () => {
    for (let g = 1; g <= 20; g++) {
      expect(books("replace").facts(g)).toEqual({ size: 7, realShare: g === 1 ? 1 : 0 });
      expect(books("accumulate").facts(g)).toEqual({ size: 7 * g, realShare: 1 / g });
      expect(books("accumulate-subsample").facts(g)).toEqual({ size: 7, realShare: 1 / g });
      expect(books("replace-multiple").facts(g)).toEqual({ size: 7 * g, realShare: g === 1 ? 1 : 0 });
    }
  });

  it("lets a subsample choose among all batches, oldest first", () => {
    const batches = books("accumulate-subsample").batches(4);
    expect(batches.map(({ generation, from, size }) => [generation, from, size])).toEqual([
      [1, 0, 7],
      [2, 1, 7],
      [3, 2, 7],
      [4, 3, 7],
    ]);
  });

  it("gives the same books whichever generation is asked first", () => {
    const one = books("accumulate");
    one.facts(9);
    expect(one.facts(3)).toEqual(books("accumulate").facts(3));
    expect(one.batches(3)).toEqual(books("accumulate").batches(3));
  });
});

describe("what a chain must remember", () => {
  const needs = (name: string) => needsOf((g) => regimeNamed(name).training({}, g, 5));

  it("follows from the trainings", () => {
    const none = { pool: false, points: false, models: false, batches: false };
    expect(needs("replace")).toEqual(none);
    expect(needs("replace-multiple")).toEqual(none);
    expect(needs("accumulate")).toEqual({ ...none, pool: true });
    expect(needs("accumulate-subsample")).toEqual({ ...none, points: true, models: true });
  });

  it("keeps a batch as long as some near fit will look at it", () => {
    const sliding = (g: number): Training => ({
      draws: [{ from: g - 1, size: 5 }],
      keeps: [1, g - 2, g - 1].filter((kept, at, all) => kept >= 1 && kept < g && all.indexOf(kept) === at),
      sees: "all",
    });
    expect(needsOf(sliding)).toMatchObject({ batches: true, pool: false });
    expect(retained(sliding, 9)).toEqual([1, 8, 9]);
  });

  it("refuses weights together with a subsample", () => {
    const weighted = (g: number): Training => ({
      draws: [{ from: g - 1, size: 5, weight: 2 }],
      keeps: "all",
      sees: 5,
    });
    expect(() => needsOf(weighted)).toThrow(ParameterError);
  });
});

describe("the registry", () => {
  it("finds every regime by its name and names them all when it does not", () => {
    for (const name of regimeNames) expect(regimeNamed(name).title).toBeTruthy();
    expect(() => regimeNamed("acumulate")).toThrow(
      /regime must be one of .*accumulate, accumulate-subsample.*; got "acumulate"/,
    );
    expect(() => regimeNamed("toString")).toThrow(ParameterError);
  });

  it("refuses a parameter that a regime does not have", () => {
    expect(() => regimeNamed("replace").parse({ fraction: 0.5 })).toThrowErrorMatchingInlineSnapshot(
      `[ParameterError: regime.fraction must be absent: there are no parameters here; got 0.5. Remove it or correct its name.]`,
    );
  });
});
