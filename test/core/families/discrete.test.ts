import { describe, expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import { openCohort } from "../../../src/core/open.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { timeToCollapse } from "../../../src/core/theory/collapse-time.ts";
import { agreesWithTheory, untied } from "./agreement.ts";
import { cellOf, expectMean, expectSameLaw, mean, type Raw, run, runUnder, step } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

function last(raw: Raw, regime: string, generations: number, count: number, seed: number) {
  return run(cellOf("discrete", raw, regime, seed), generations, count).at(-1)!.metrics;
}

/** Generations until each of some chains has a single symbol left. */
function collapseTimes(raw: Raw, count: number, seed: number): Float64Array {
  const cohort = openCohort({ cell: cellOf("discrete", raw, "replace", seed), first: 0, count });
  const times = new Float64Array(count);
  for (let left = count; left > 0; ) {
    left = 0;
    step(cohort, "discrete", count).metrics["collapsed"]!.forEach((collapsed, lane) => {
      if (collapsed === 1 && times[lane] === 0) times[lane] = cohort.generation;
      if (collapsed === 0) left++;
    });
  }
  return times;
}

describe("laws", () => {
  obeysFamilyLaws("discrete", [
    { parameters: { samples: 10, symbols: 4 }, regime: "replace" },
    {
      parameters: { samples: 40, symbols: 30, distribution: "zipf", zipf_a: 1, zipf_b: 2.7 },
      regime: "accumulate",
    },
    {
      parameters: { samples: 12, distribution: "weights", weights: [5, 0, 3, 1] },
      regime: "accumulate-subsample",
    },
    { parameters: { samples: 10, symbols: 200 }, regime: "replace-multiple" },
    { parameters: { samples: 500, symbols: 3 }, regime: "accumulate" },
  ]);

  it.each([
    [{ samples: 5 }, "parameters.symbols must be a whole number"],
    [{ samples: 5, symbols: 1 }, "parameters.symbols must be a whole number"],
    [{ samples: 5, symbols: 3, weights: [1, 2, 3] }, "parameters.weights must be left out"],
    [{ samples: 5, distribution: "weights", weights: [1, 0] }, "parameters.weights must be a list with two"],
    [{ samples: 5, distribution: "weights", weights: [1, -1] }, "parameters.weights[1] must be 0, or from"],
    [
      { samples: 5, distribution: "weights", weights: [1, 2], symbols: 3 },
      "parameters.symbols must be left out or 2",
    ],
    [{ samples: 5, symbols: 3, distribution: "zipf", zipf_b: -1 }, "parameters.zipf_b must be above -1"],
    [{ samples: 5, symbols: 3, distribution: "zipf", zipf_a: -1 }, "parameters.zipf_a must be at least 0"],
  ])("refuses %j", (raw, message) => {
    expect(() => cellOf("discrete", raw, "replace")).toThrow(message);
  });
});

describe("replace", () => {
  it("loses the rare symbols first [oracle 29]", () => {
    const zipf = { samples: 50, symbols: 20, distribution: "zipf" };
    const rows = run(cellOf("discrete", zipf, "replace", 29), 15, 20_000);
    expectMean(rows[0]!.metrics["support"]!, 15.0824);
    expectMean(rows[14]!.metrics["support"]!, 4.70906);
    expectMean(rows[14]!.metrics["unseen"]!, 1 - 4.70906 / 20);
    expectMean(rows[14]!.metrics["heterozygosity"]!, 0.647492);
  });

  it("underestimates entropy at the first fit [oracle 30]", () => {
    const { entropy_ratio, support } = last({ samples: 10, symbols: 10 }, "replace", 1, 20_000, 30);
    // .7684 is rounded: half a unit of its last digit.
    expectMean(entropy_ratio!, 0.7684, undefined, 0.00005 / 0.7684);
    expectMean(support!, 10 * (1 - 0.9 ** 10));
  });

  it("collapses from two symbols when it must [oracle 31]", () => {
    expectMean(collapseTimes({ samples: 100, symbols: 2 }, 5000, 31), 136.602);
  });

  it("collapses from ten symbols when it must [oracle 32]", () => {
    const times = collapseTimes({ samples: 100, symbols: 10 }, 5000, 32);
    const { value, sd } = timeToCollapse(cellOf("discrete", { samples: 100, symbols: 10 }, "replace"), 1e6)!;
    expectMean(times, value, sd);
    expect(Math.abs(mean(times) - 188.2)).toBeLessThan(3);
    expect(Math.abs(mean(times) / (2 * 100 * 9 * Math.log(10 / 9)) - 1)).toBeLessThan(0.02);
  });

  it("is absorbed when one symbol is left", () => {
    const rows = run(cellOf("discrete", { samples: 4, symbols: 6 }, "replace", 33), 100, 50);
    const end = rows.at(-1)!;
    expect(Array.from(end.status)).toEqual(Array(50).fill(statuses.indexOf("absorbed")));
    for (const [name, value] of Object.entries({ entropy: 0, support: 1, heterozygosity: 0, collapsed: 1 }))
      expect(Array.from(end.metrics[name]!)).toEqual(Array(50).fill(value));
    for (const distance of end.metrics["tv"]!) expect(distance).toBeCloseTo(5 / 6, 12);
  });

  it("keeps nothing of the symbols that it has lost", () => {
    const cell = cellOf("discrete", { samples: 4, symbols: 6 }, "replace", 38);
    const cohort = openCohort({ cell, first: 0, count: 50 });
    for (let g = 0; g < 100; g++) step(cohort, "discrete", 50);
    // Status, number of symbols and running count; the symbol itself may be 0.
    const kept = cohort.save().filter((number) => number !== 0).length;
    expect(kept).toBeGreaterThanOrEqual(3 * 50);
    expect(kept).toBeLessThanOrEqual(4 * 50);
  });

  it("measures distance and heterozygosity of the same law", () => {
    const { tv, heterozygosity } = last({ samples: 7, symbols: 2 }, "replace", 2, 100, 39);
    // Two symbols of probabilities 1/2 ± tv differ with probability 1/2 - 2·tv².
    tv!.forEach((distance, lane) =>
      expect(heterozygosity![lane]).toBeCloseTo(0.5 - 2 * distance * distance, 12),
    );
  });

  it("forgets an alphabet of a hundred thousand in little room", () => {
    const cell = cellOf("discrete", { samples: 1000, symbols: 100_000 }, "replace", 34);
    const cohort = openCohort({ cell, first: 0, count: 20 });
    const rows = Array.from({ length: 100 }, () => step(cohort, "discrete", 20).metrics);
    // [symbols left, symbols, running counts] for no more symbols than ever were drawn, and a status.
    expect(cohort.save().length).toBe(20 * (1 + 1 + 2 * 1000));
    expectMean(rows[0]!["support"]!, 100_000 * (1 - (1 - 1e-5) ** 1000));
    expectMean(rows[99]!["heterozygosity"]!, (1 - 1e-5) * 0.999 ** 100);
  });
});

describe("other regimes", () => {
  it("keeps every symbol that it has seen and finds no other where data accumulate [oracle 33]", () => {
    const cell = cellOf("discrete", { samples: 20, symbols: 50, distribution: "zipf" }, "accumulate", 35);
    const rows = run(cell, 40, 100);
    for (const { metrics } of rows) expect(metrics["support"]).toEqual(rows[0]!.metrics["support"]);
  });

  it("brings symbols back under subsampling and fresh data, and calls no such chain absorbed", () => {
    const mixed = (g: number): Training => ({
      draws: [
        { from: 0, size: 2 },
        { from: g - 1, size: 4 },
      ],
      keeps: "none",
      sees: "all",
    });
    const raw = { samples: 6, symbols: 1000 };
    const rows = runUnder(mixed, cellOf("discrete", raw, "replace", 36), 50, 50);
    expect(rows.at(-1)!.status.every((code) => code === 0)).toBe(true);
    expect(Math.min(...rows.at(-1)!.metrics["support"]!)).toBeGreaterThan(1);
    const few = cellOf("discrete", { samples: 3, symbols: 3 }, "accumulate-subsample", 37);
    const again = run(few, 10, 200);
    expect(again.every(({ status }) => status.every((code) => code === 0))).toBe(true);
    const supports = again.map(({ metrics }) => metrics["support"]!);
    expect(supports.slice(1).some((after, g) => after.some((is, lane) => is > supports[g]![lane]!))).toBe(
      true,
    );
  });
});

it.each([
  [{ samples: 50, symbols: 20, distribution: "zipf" }, "replace", 19],
  [{ samples: 400, symbols: 40, distribution: "zipf", zipf_a: 2, zipf_b: 5 }, "replace", 12],
  [{ samples: 20, distribution: "weights", weights: [1, 5, 0, 20] }, "accumulate", 5],
  [{ samples: 10, symbols: 5 }, "accumulate-subsample", 5],
  [{ samples: 10, symbols: 100 }, "replace-multiple", 5],
] as const)("agrees with theory: %j %s", (raw, regime, least) => {
  expect(agreesWithTheory("discrete", raw, regime, { chains: 4000 })).toBeGreaterThanOrEqual(least);
});

it.each([
  ["few symbols", { samples: 40, distribution: "weights", weights: [6, 3, 1] }],
  ["many symbols", { samples: 8, symbols: 30, distribution: "zipf" }],
] as const)("draws batches as a whole with the law of single observations: %s", (_title, raw) => {
  const n = raw.samples;
  const every = (g: number): Training => ({ draws: [{ from: g - 1, size: n }], keeps: "all", sees: n * g });
  const points = runUnder(every, cellOf("discrete", raw, "accumulate", 61), 5, 4000).at(-1)!.metrics;
  const whole = run(cellOf("discrete", raw, "accumulate", 62), 5, 4000).at(-1)!.metrics;
  for (const name of ["entropy", "support", "heterozygosity", "tv"])
    expectSameLaw(untied(points[name]!), untied(whole[name]!));
});

it("keeps named batches, and weighs them", () => {
  const weighed =
    (weight: number) =>
    (g: number): Training => ({
      draws: [{ from: g - 1, size: 10, weight }],
      keeps: g === 1 ? [] : [g - 1],
      sees: "all",
    });
  const cell = cellOf("discrete", { samples: 10, symbols: 5 }, "replace", 63);
  const one = runUnder(weighed(1), cell, 10, 50);
  const three = runUnder(weighed(3), cell, 10, 50);
  expect(three.map(({ metrics }) => metrics["support"])).toEqual(
    one.map(({ metrics }) => metrics["support"]),
  );
});
