import { familyNamed } from "../../../src/core/families/registry.ts";
import { openCohort } from "../../../src/core/open.ts";
import { advanceSegment } from "../../../src/core/segment.ts";
import type { SpecInput } from "../../../src/spec/content.ts";
import { defineSweep } from "../../../src/spec/define.ts";
import { planOf } from "../../../src/spec/plan-of.ts";
import type { Cell } from "../../../src/core/cell.ts";

// Argv: a spec as JSON. Prints the kernel seconds that one replicate of every cell takes on one core.

const lanes = 64;
const warmUpMs = 300;
const trialMs = 1000;

const plan = planOf(defineSweep(JSON.parse(process.argv[2] ?? "") as SpecInput));
for (const cell of plan.cells) secondsOf(cell, warmUpMs);
const secondsPerReplicate = plan.cells.reduce((sum, cell) => sum + secondsOf(cell, trialMs), 0);
process.stdout.write(JSON.stringify({ secondsPerReplicate }));

/** Of one replicate of a cell, from whole passes and one that is cut short when the time is up. */
function secondsOf(cell: Cell, milliseconds: number): number {
  const metrics = familyNamed(cell.family).metrics.length;
  const begin = performance.now();
  const goOn = (): boolean => performance.now() - begin < milliseconds;
  let generations = 0;
  for (let first = 0; first === 0 || goOn(); first += lanes) {
    const cohort = openCohort({ cell, first, count: lanes });
    generations += advanceSegment(cohort, lanes, metrics, plan.generations, goOn).to;
  }
  return ((performance.now() - begin) / 1000 / lanes / generations) * plan.generations;
}
