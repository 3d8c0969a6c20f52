import { expect, it, vi } from "vitest";
import { measureCosts } from "../../src/client/costs.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";

const costsOf = (lines: string): ReturnType<typeof measureCosts> =>
  measureCosts(planOf(parseSpec(`name: cost\nreplicates: 1\ngenerations: 5\n${lines}`, "cost.yaml")));

it("says of a cell that is not tried what the one most like it costs", () => {
  // Of 100 cells every fifth is tried, or fewer where there is no time for them.
  const costs = costsOf(
    "family: gaussian\nregime: replace\nparameters: { samples: { range: [20, 119, 1] } }",
  );
  expect(costs[0]).toBeGreaterThan(0);
  expect(costs[1]).toBe(costs[0]);
  expect(costs[99]).toBe(costs[95]);
});

it("tries a cell of each kind, also where one generation takes all the time there is for trials", () => {
  const expensive = "family: logistic-regression\nparameters: { samples: 60000, dimension: 20, signal: 1 }";
  const costs = costsOf(`${expensive}\nregime: { grid: [replace, accumulate-subsample] }`);
  expect(costs[0]).toBeGreaterThan(0);
  expect(costs[1]).toBeGreaterThan(0);
  expect(costs[1]).not.toBe(costs[0]);
});

it("counts time that was computed in, not time in which others had the core", () => {
  const now = performance.now.bind(performance);
  let away = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + 5000 * away++);
  try {
    const [cost] = costsOf("family: gaussian\nregime: replace\nparameters: { samples: 20 }");
    // Microseconds; a kernel that has to be compiled first takes a thousand times as long, and a trial is away for 5 s.
    expect(cost).toBeLessThan(0.5);
  } finally {
    clock.mockRestore();
  }
});
