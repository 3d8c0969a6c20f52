import { familyNamed } from "../../../src/core/families/registry.ts";
import { openCohort } from "../../../src/core/open.ts";
import { advanceSegment } from "../../../src/core/segment.ts";
import type { SpecInput } from "../../../src/spec/content.ts";
import { defineSweep } from "../../../src/spec/define.ts";
import { planOf } from "../../../src/spec/plan-of.ts";
import type { Cell } from "../../../src/core/cell.ts";

// Argv: a spec as JSON. Prints the kernel seconds that one replicate of every cell takes on one core.

/** Lanes of a cheap cell; one whose generations take longer is tried with one. */
const manyLanes = 64;
const costlySeconds = 0.005;
const warmUpMs = 300;
const trialMs = 1000;
/** Cells of a bench's sweep cost the same: so many stand for all. */
const triedCells = 4;

const plan = planOf(defineSweep(JSON.parse(process.argv[2] ?? "") as SpecInput));
const stride = Math.ceil(plan.cells.length / triedCells);
const tried = plan.cells.filter((_, index) => index % stride === 0);
for (const cell of tried) secondsOf(cell, 1, warmUpMs);
const perCell = tried.map((cell) => {
  const alone = secondsOf(cell, 1, 0);
  return secondsOf(cell, alone > costlySeconds * plan.generations ? 1 : manyLanes, trialMs);
});
const secondsPerReplicate = (perCell.reduce((sum, each) => sum + each, 0) / tried.length) * plan.cells.length;
process.stdout.write(JSON.stringify({ secondsPerReplicate }));

/** Of one replicate of a cell, from whole passes and one that is cut short when the time is up. */
function secondsOf(cell: Cell, lanes: number, milliseconds: number): number {
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
