import { describe, expect, it } from "vitest";
import { ParameterError } from "../../../src/core/errors.ts";
import { familyNamed } from "../../../src/core/families/registry.ts";
import { agreesWithTheory } from "./agreement.ts";
import { cellOf, expectMean, run, runUnder } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

const family = "gaussian-process";
const median = Math.PI / 2;

describe("laws", () => {
  obeysFamilyLaws(family, [
    { parameters: {}, regime: "replace" },
    { parameters: { variance: 2, samples: 7 }, regime: "accumulate" },
    { parameters: { variance: median, dimension: 3 }, regime: "accumulate-subsample" },
    { parameters: { dimension: 2 }, regime: "replace-multiple" },
  ]);
});

it.each([
  ["replace", { 2: 2, 5: 5, 10: 10 }],
  ["accumulate", { 2: 1.25, 5: 1.463611, 10: 1.549768 }],
  ["accumulate-subsample", { 2: 1.75, 5: 2.390833, 10: 2.649303 }],
] as const)("ranks the workflows of arXiv:2410.22812 by the ratios: %s [oracle 22]", (regime, ratios) => {
  const rows = run(cellOf(family, { variance: median }, regime, 22), 10, 40_000);
  for (const [g, ratio] of Object.entries(ratios)) {
    const sd = ratio * Math.SQRT2; // of the square of a centred Gaussian
    expectMean(rows[Number(g) - 1]!.metrics["relative_squared_error"]!, ratio, sd);
    expectMean(rows[Number(g) - 1]!.metrics["squared_error"]!, median * ratio, median * sd);
  }
});

it.each([
  [{ variance: median, dimension: 3 }, "replace"],
  [{ variance: 1 }, "accumulate"],
  [{ variance: median, samples: 5 }, "accumulate-subsample"],
  [{ variance: 3, dimension: 2 }, "replace-multiple"],
] as const)("agrees with theory: %j %s", (raw, regime) => {
  expect(agreesWithTheory(family, raw, regime)).toBe(9);
});

it("does not depend on the unit of size, but for rounding", () => {
  for (const regime of ["replace", "accumulate", "accumulate-subsample"]) {
    const [one, many] = [1, 1000].map(
      (samples) => run(cellOf(family, { samples }, regime, 5), 12, 4).at(-1)!.metrics["error"]!,
    );
    one!.forEach((value, lane) => {
      expect(many![lane]).toBeCloseTo(value, 10);
    });
  }
});

it("refuses a variance below that of an efficient estimator, and a subsample of a pool that forgets", () => {
  expect(() => familyNamed(family).parse({ variance: 0.99 })).toThrow(ParameterError);
  const forgets = (g: number) => ({ draws: [{ from: g - 1, size: 2 }], keeps: "none", sees: 1 }) as const;
  expect(() => runUnder(forgets, cellOf(family, {}, "replace"), 1, 1)).toThrow(ParameterError);
});
