import { parentPort, workerData } from "node:worker_threads";
import { familyNamed } from "../../../src/core/families/registry.ts";
import { openCohort } from "../../../src/core/open.ts";
import { advanceSegment } from "../../../src/core/segment.ts";
import { cohortCount } from "../../../src/spec/cohorts.ts";
import type { Plan } from "../../../src/spec/plan.ts";
import { cohortIdentity } from "../../../src/storage/cohort-identity.ts";

/** Values of a segment held at once, as on a compute thread. */
const segmentValues = 3 * 2 ** 20;

const { plan, next } = workerData as { plan: Plan; next: SharedArrayBuffer };
const counter = new Int32Array(next);
let milliseconds = 0;

for (let at = Atomics.add(counter, 0, 1); at < cohortCount(plan); at = Atomics.add(counter, 0, 1)) {
  const { slice } = cohortIdentity(plan, at);
  const metrics = familyNamed(slice.cell.family).metrics.length;
  const fitting = Math.max(1, Math.floor(segmentValues / (slice.count * metrics)));
  const cohort = openCohort(slice);
  const begin = performance.now();
  while (cohort.generation < plan.generations) {
    const limit = Math.min(fitting, plan.generations - cohort.generation);
    advanceSegment(cohort, slice.count, metrics, limit, () => true);
  }
  milliseconds += performance.now() - begin;
}
parentPort?.postMessage(milliseconds / 1000);
