import { afterAll, beforeAll, expect, it } from "vitest";
import { type ComputePool, computePool } from "../../../activities/compute/pool.ts";
import type { SegmentOutcome } from "../../../activities/compute/thread.ts";
import { parseSpec } from "../../../src/spec/parse.ts";
import { planOf } from "../../../src/spec/plan-of.ts";
import { noOutcomes } from "../../../src/storage/outcomes.ts";
import { cohortIdentity } from "../../../src/storage/cohort-identity.ts";

const plan = planOf(
  parseSpec(
    "name: pool\nfamily: gaussian\nparameters: { samples: { grid: [5, 50] } }\nregime: replace\ngenerations: 20\nreplicates: 30\n",
    "pool.yaml",
  ),
);

let pool: ComputePool;
beforeAll(() => {
  pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
});
afterAll(() => pool.close());

function segment(cohort: number, limit: number): Promise<SegmentOutcome> {
  const { slice } = cohortIdentity(plan, cohort);
  const never = new AbortController().signal;
  return pool.run(
    {
      ...{ slice, generation: 0, state: undefined, outcomes: noOutcomes(slice.count), stopWhen: undefined },
      ...{ limit, budgetMs: 60_000 },
    },
    { cancelled: never, draining: never },
  );
}

it("makes the same part where one before it lay, whether that was smaller or larger", async () => {
  const fresh = await segment(0, 20);
  const [long, short] = [fresh.part.slice(), (await segment(0, 3)).part];
  pool.reuse(fresh.part);
  const other = await segment(1, 20);
  expect(fresh.part.buffer.byteLength).toBe(0); // its place is the other's now
  expect(other.sha256).not.toBe(fresh.sha256);
  const again = await segment(0, 20);
  expect(Buffer.compare(again.part, long)).toBe(0);
  pool.reuse(other.part);
  const shorter = await segment(0, 3);
  expect(Buffer.compare(shorter.part, short)).toBe(0);
  pool.reuse(shorter.part);
  expect((await segment(0, 20)).sha256).toBe(fresh.sha256);
});
