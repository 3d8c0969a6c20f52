import { expect, it } from "vitest";
import { collapseTime, timeToCollapse } from "../../../src/core/theory/collapse-time.ts";
import { binomialLaw } from "../../../src/core/theory/wright-fisher.ts";
import { cellOf, expectMean, run } from "../families/chains.ts";

const uniform = (n: number, symbols: number): Float64Array =>
  binomialLaw(n, 1 / symbols).map((probability) => symbols * probability);

it("waits for collapse as a linear solve says [oracles 31, 32]", () => {
  expect(collapseTime(uniform(10, 2), 1e6).value).toBeCloseTo(12.5905, 4);
  expect(collapseTime(uniform(100, 2), 1e6).value).toBeCloseTo(136.6023, 4);
  expect(Math.abs(collapseTime(uniform(100, 10), 1e6).value / 189.6 - 1)).toBeLessThan(0.02);
});

it("knows two draws of two symbols: half of what is open closes at each fit", () => {
  // Geometric: mean 2, variance 2, third central moment 6; at most 3: 1 + 1/2 + 1/4.
  const { value, sd, jump } = collapseTime(uniform(2, 2), 1e6);
  expect([value, sd * sd, jump]).toEqual([2, 2, 3].map((one) => expect.closeTo(one, 6)));
  expect(collapseTime(uniform(2, 2), 3).value).toBeCloseTo(1.75, 12);
});

it.each([
  ["bernoulli", { samples: 20, p: 0.1 }],
  ["bernoulli", { samples: 20, p: 0.5 }],
  ["discrete", { samples: 15, symbols: 8, distribution: "zipf", zipf_a: 1 }],
] as const)("is the time that chains take, cut off or not: %s %j", (family, raw) => {
  const cell = cellOf(family, raw, "replace", 401);
  const chains = 4000;
  const times = new Float64Array(chains).fill(400);
  run(cell, 400, chains).forEach(({ status }, g) => {
    for (let lane = 0; lane < chains; lane++)
      if (status[lane] !== 0) times[lane] = Math.min(times[lane]!, g + 1);
  });
  for (const most of [400, 12]) {
    const { kind, value, sd, jump } = timeToCollapse(cell, most)!;
    const cut = times.map((time) => Math.min(time, most));
    expect(kind).toBe("exact");
    expectMean(cut, value, sd);
    expectMean(
      cut.map((time) => (time - value) ** 2),
      sd! ** 2,
    );
    expectMean(
      cut.map((time) => (time - value) ** 3),
      jump! * sd! ** 2,
    );
  }
});

it("tends to the diffusion limit, within the slack that it states", () => {
  for (const p of [0.5, 0.1, 0.02]) {
    const exact = timeToCollapse(cellOf("bernoulli", { samples: 200, p }, "replace"), 1e6)!.value;
    const limit = timeToCollapse(cellOf("bernoulli", { samples: 201, p }, "replace"), 1e6)!;
    expect(limit.kind).toBe("asymptotic");
    expect(Math.abs((limit.value * 200) / 201 / exact - 1)).toBeLessThan(limit.slack!);
  }
});

it("is silent where chains need not collapse, or may last longer than they are followed", () => {
  const time = (samples: number, regime: string, generations: number) =>
    timeToCollapse(cellOf("bernoulli", { samples, p: 0.5 }, regime), generations);
  expect(time(1000, "replace", 1e6)?.value).toBeCloseTo(2000 * Math.LN2, 6);
  expect(time(1000, "replace", 10_000)).toBeUndefined();
  expect(time(10, "accumulate", 1e6)).toBeUndefined();
  expect(timeToCollapse(cellOf("poisson", { samples: 10 }, "replace"), 1e6)).toBeUndefined();
});
