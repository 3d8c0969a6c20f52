import type { Cell } from "../core/cell.ts";
import { familyNamed } from "../core/families/registry.ts";
import { openCohort } from "../core/open.ts";
import { advanceSegment } from "../core/segment.ts";
import type { Plan } from "../spec/plan.ts";

/** Cells tried, and how long each is. */
const trials = 24;
const trialMs = 10;
const trialLanes = 64;

/** What a generation of one chain costs, from a trial of some cells of a plan. */
export interface Costs {
  /** Kernel seconds on one core, on average over the cells that were tried. */
  readonly mean: number;
  /** Of a cell: what the next cell before it that was tried costs, of the same family and regime if there is one. */
  of(cell: number): number;
}

/** Runs evenly spaced cells of a plan for some milliseconds each. */
export function measureCosts(plan: Plan): Costs {
  const stride = Math.max(1, Math.ceil(plan.cells.length / trials));
  const tried: { readonly cell: number; readonly kind: string; readonly seconds: number }[] = [];
  for (let cell = 0; cell < plan.cells.length; cell += stride) {
    const at = plan.cells[cell] as Cell;
    tried.push({ cell, kind: kindOf(at), seconds: secondsPerGeneration(at, plan.generations) });
  }
  const mean = tried.reduce((sum, { seconds }) => sum + seconds, 0) / Math.max(1, tried.length);
  return {
    mean,
    of(cell) {
      const before = tried.filter((trial) => trial.cell <= cell);
      const kind = kindOf(plan.cells[cell] as Cell);
      return (before.findLast((trial) => trial.kind === kind) ?? before.at(-1))?.seconds ?? mean;
    },
  };
}

function kindOf({ family, regime }: Cell): string {
  return `${family} ${regime}`;
}

/** Of one chain of a cell, averaged over as many generations as the trial's time allows. */
function secondsPerGeneration(cell: Cell, generations: number): number {
  const cohort = openCohort({ cell, first: 0, count: trialLanes });
  const metrics = familyNamed(cell.family).metrics.length;
  const begin = performance.now();
  const segment = advanceSegment(
    cohort,
    trialLanes,
    metrics,
    Math.min(generations, 1000),
    () => performance.now() - begin < trialMs,
  );
  return (performance.now() - begin) / 1000 / trialLanes / (segment.to - segment.from + 1);
}
