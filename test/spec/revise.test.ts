import { describe, expect, it } from "vitest";
import { ParameterError } from "../../src/core/errors.ts";
import { cohortAt, cohortOf, cutsOf } from "../../src/spec/cohorts.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { extendedPlan, narrowedPlan, planDifference } from "../../src/spec/revise.ts";

function plan(
  more: { samples?: string; seed?: number; replicates?: number; generations?: number } = {},
): Plan {
  const { samples = "[10, 20]", seed = 1, replicates = 300, generations = 50 } = more;
  return planOf(
    parseSpec(
      `name: grown
seed: ${seed}
family: gaussian
parameters: { samples: { grid: ${samples} } }
regime: { grid: [replace, accumulate] }
generations: ${generations}
replicates: ${replicates}
`,
      "grown.yaml",
    ),
  );
}

describe("extending a plan", () => {
  it("keeps every cohort it had, wherever its cell comes to stand", () => {
    const held = plan();
    const next = extendedPlan(held, plan({ samples: "[5, 10, 20]", replicates: 700, generations: 80 }));
    expect(next.sweepId).toBe(held.sweepId);
    for (let cohort = 0; cohort < 8; cohort++) {
      const { slice } = cohortAt(held, cohort);
      expect(cohortOf(next, slice.cell.id, slice.first, slice.count)).toBeDefined();
    }
    expect(cutsOf(next, 0)).toEqual([256, 512, 700]);
    expect(cutsOf(next, 2)).toEqual([256, 300, 556, 700]);
  });

  it("says what is new and why", () => {
    const held = plan();
    const next = extendedPlan(held, plan({ samples: "[20, 40]", generations: 60 }));
    const { added, removed, unchanged, reasons, newGenerations } = planDifference(held, next);
    expect([added.length, removed.length, unchanged]).toEqual([2, 2, 2]);
    expect([...reasons]).toEqual([
      ["added: samples 40", 2],
      ["removed: samples 10", 2],
    ]);
    expect(newGenerations).toBe(2 * 300 * 60 + 2 * 300 * 10);
  });

  it("knows another seed for what it is", () => {
    const { reasons } = planDifference(plan(), extendedPlan(plan(), plan({ seed: 2 })));
    expect([...reasons.keys()]).toEqual(["added: seed 2, not 1", "removed: seed 1, not 2"]);
  });

  it.each([{ replicates: 299 }, { generations: 49 }])("refuses to shrink: %j", (less) => {
    expect(() => extendedPlan(plan(), plan(less))).toThrow(ParameterError);
  });

  it("leaves cells out and nothing else", () => {
    const held = extendedPlan(plan(), plan({ replicates: 400 }));
    const next = narrowedPlan(held, ({ parameters }) => parameters["samples"] === 10);
    expect(next.cells).toEqual(held.cells.filter(({ parameters }) => parameters["samples"] === 20));
    expect(cutsOf(next, 0)).toEqual(cutsOf(held, 2));
    const measured = { ...held, secondsOfCell: [1, 2, 3, 4] };
    expect(narrowedPlan(measured, ({ id }) => id === held.cells[1]?.id).secondsOfCell).toEqual([1, 3, 4]);
  });
});

describe("what a spec says of a whole sweep", () => {
  const ruled = (replicates: string, more = ""): Plan =>
    planOf(
      parseSpec(
        `name: grown\nseed: 1\nfamily: gaussian\nparameters: { samples: 10 }\nregime: replace\ngenerations: 5\nreplicates: ${replicates}\n${more}`,
        "grown.yaml",
      ),
    );
  const until = (width: number) => `{ until: { metric: sd, half_width: ${width}, max: 512 } }`;

  // No cell and no count tells these apart, and they used to be taken for the same sweep.
  it.each([
    ["a narrower interval", until(0.1), until(0.05), "", "replicates", 5 * (512 - 32)],
    ["a number instead of a rule", until(0.1), "512", "", "replicates", 5 * (512 - 32)],
    ["other words of the report", "40", "40", "report: { title: new }", "report", 0],
    ["another queue", "40", "40", "queue: gpu", "queue", 0],
    ["checkpoints", "40", "40", "checkpoint: { every: 2 }", "checkpoint", 0],
  ])("is a change: %s", (_, before, after, more, name, newGenerations) => {
    const [held, wanted] = [ruled(before), ruled(after, more)];
    const difference = planDifference(held, extendedPlan(held, wanted));
    expect(difference).toMatchObject({ added: [], removed: [], unchanged: 1, newGenerations });
    expect([...difference.settings.keys()]).toEqual([name]);
  });

  it("is none where it says the same", () => {
    const difference = planDifference(ruled(until(0.1)), extendedPlan(ruled(until(0.1)), ruled(until(0.1))));
    expect(difference).toMatchObject({ newGenerations: 0, settings: new Map() });
  });
});

describe("another rule for a chain's end", () => {
  it("makes other cells of the same numbers, and says why", () => {
    const ending = (stop: string): Plan =>
      planOf(
        parseSpec(
          `name: grown\nseed: 1\nfamily: gaussian\nparameters: { samples: 10 }\nregime: replace\ngenerations: 50\nreplicates: 3\n${stop}`,
          "grown.yaml",
        ),
      );
    const [never, collapse] = [ending(""), ending("stop: { when: collapse }")];
    expect(collapse.cells[0]?.id).not.toBe(never.cells[0]?.id);
    expect(collapse.cells[0]?.key).toEqual(never.cells[0]?.key);
    const { reasons } = planDifference(never, collapse);
    expect([...reasons.keys()]).toEqual([
      "added: stop collapse, not never",
      "removed: stop never, not collapse",
    ]);
  });
});
