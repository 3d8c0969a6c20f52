import { expect, it } from "vitest";
import { measureCosts } from "../../src/client/costs.ts";
import { estimate as estimateOf } from "../../src/client/estimate.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";

const estimate = (plan: Plan, budgetSeconds: number): ReturnType<typeof estimateOf> =>
  estimateOf({ ...plan, secondsOfCell: measureCosts(plan) }, budgetSeconds);

const plan = (more: string): ReturnType<typeof planOf> =>
  planOf(
    parseSpec(
      `name: cost\nfamily: gaussian\nparameters: { samples: 20 }\nregime: replace\ngenerations: 50\n${more}`,
      "cost.yaml",
    ),
  );

it("counts a step a cohort where time allows, and a step a forced commit", () => {
  expect(estimate(plan("replicates: 100"), 10).steps).toBe(1);
  expect(estimate(plan("replicates: 100\ncheckpoint: { every: 5 }"), 10).steps).toBe(10);
  expect(estimate(plan("replicates: 1000"), 10).steps).toBe(4);
});

it("grows with chains and with a smaller budget", () => {
  const { computeSeconds, events } = estimate(plan("replicates: 1000"), 10);
  expect(computeSeconds).toBeGreaterThan(0);
  expect(events).toBe(4 * 6);
  const cut = estimate(plan("replicates: 1000"), 1e-7);
  expect(cut.steps).toBeGreaterThan(4);
  // A cohort of several steps has a workflow of its own.
  expect(cut.events).toBe(4 * 20 + cut.steps * 6);
});

it("knows that cells which take no time to compute take time all the same", () => {
  const { computeSeconds, stepSeconds, steps } = estimate(plan("replicates: 2"), 10);
  expect(steps).toBe(1);
  expect(stepSeconds).toBeGreaterThan(computeSeconds);
});
