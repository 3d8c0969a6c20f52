import { describe, expect, it } from "vitest";
import { equalCuts, roundsOf, withCuts } from "../../src/spec/cohorts.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { replicatesAskedFor } from "../../src/storage/demand.ts";
import { samplePlan } from "./samples.ts";

const until = { metric: "loss", half_width: 0.5, confidence: 0.95, min: 8, max: 64 };

function planCut(size: number): Plan {
  const plan = samplePlan({ replicates: 64, until });
  return withCuts(plan, () => equalCuts(roundsOf(plan), size));
}

/** Asks about the second cell, where replicate r has the value `of(r)` and the first `finished` are done. */
async function asked(size: number, finished: number, of: (replicate: number) => number) {
  const plan = planCut(size);
  const ends = plan.cuts[0] ?? [];
  const looked: number[] = [];
  const replicates = await replicatesAskedFor(plan, 1, async (cohort) => {
    const k = cohort - ends.length;
    looked.push(k);
    const [first, end] = [ends[k - 1] ?? 0, ends[k] ?? 0];
    return end <= finished ? Float64Array.from({ length: end - first }, (_, i) => of(first + i)) : undefined;
  });
  return { replicates, looked };
}

const calm = (replicate: number): number => (replicate % 2) / 100;
const wild = (replicate: number): number => (replicate % 2) * 100;

describe("the replicates that a cell is asked for", () => {
  it("are the first round, while that is not finished", async () => {
    expect((await asked(64, 0, calm)).replicates).toBe(8);
    expect((await asked(3, 6, calm)).replicates).toBe(8);
  });

  it("are those rounds after which they are enough", async () => {
    expect((await asked(64, 64, calm)).replicates).toBe(8);
    for (const [finished, wanted] of [
      [8, 16],
      [16, 32],
      [31, 32],
      [32, 64],
      [64, 64],
    ] as const)
      expect((await asked(64, finished, wild)).replicates).toBe(wanted);
  });

  it("do not depend on how a round is cut, and later rounds are not looked at", async () => {
    const { looked } = await asked(64, 64, calm);
    expect(looked).toEqual([0]);
    for (const size of [1, 3, 5, 8, 64])
      for (const finished of [8, 16, 32, 64])
        expect((await asked(size, finished, wild)).replicates).toBe(
          (await asked(64, finished, wild)).replicates,
        );
  });

  it("are all of them where the spec says a number", async () => {
    const plan = samplePlan();
    expect(await replicatesAskedFor(plan, 0, async () => undefined)).toBe(5);
  });
});
