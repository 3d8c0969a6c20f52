import type { Cell } from "../core/cell.ts";
import { familyNamed } from "../core/families/registry.ts";
import { openCohort } from "../core/open.ts";
import { advanceSegment } from "../core/segment.ts";
import type { Plan } from "../spec/plan.ts";

/** Cells tried, and how long each is. */
const trials = 24;
const trialMs = 10;
/** Chains of a trial: as many as one generation of them fits the trial's time, between these. */
const lanes = { least: 1, most: 64 } as const;
/** Of all trials together, where a single generation takes longer than a trial should: then fewer cells are tried. */
const patienceMs = 500;

/** What a generation of one chain costs, from a trial of some cells of a plan. */
export interface Costs {
  /** Kernel seconds on one core, on average over the cells that were tried. */
  readonly mean: number;
  /** Of a cell: what the next cell before it that was tried costs, of the same family and regime if there is one. */
  of(cell: number): number;
}

/** Runs cells of a plan for some milliseconds each, evenly spaced however few there is time for, at least one of a kind. */
export function measureCosts(plan: Plan): Costs {
  const stride = Math.max(1, Math.ceil(plan.cells.length / trials));
  const tried: { readonly cell: number; readonly kind: string; readonly seconds: number }[] = [];
  const begin = performance.now();
  for (const place of spread(Math.ceil(plan.cells.length / stride))) {
    const cell = place * stride;
    const at = plan.cells[cell] as Cell;
    const kind = kindOf(at);
    if (performance.now() - begin > patienceMs && tried.some((trial) => trial.kind === kind)) continue;
    tried.push({ cell, kind, seconds: secondsPerGeneration(at, plan.generations) });
  }
  tried.sort((a, b) => a.cell - b.cell);
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

/** Numbers from 0, ever finer: 0, then those that halve the gaps between the ones before. */
function spread(count: number): number[] {
  const order = new Set<number>();
  for (let step = 2 ** Math.ceil(Math.log2(Math.max(1, count))); step >= 1; step /= 2)
    for (let place = 0; place < count; place += step) order.add(place);
  return [...order];
}

function kindOf({ family, regime }: Cell): string {
  return `${family} ${regime}`;
}

/** Of one chain of a cell, averaged over as many chains and generations as the trial's time allows. */
function secondsPerGeneration(cell: Cell, generations: number): number {
  const cold = trial(cell, lanes.least, 1);
  if (1000 * cold >= trialMs) return cold;
  // Again, since the first time a kernel may have been compiled.
  const once = Math.min(cold, trial(cell, lanes.least, 1));
  const fitting = Math.min(lanes.most, Math.max(lanes.least, Math.floor(trialMs / (1000 * once))));
  return trial(cell, fitting, Math.min(generations, 1000));
}

/** Seconds a generation of one of so many chains. */
function trial(cell: Cell, count: number, limit: number): number {
  const cohort = openCohort({ cell, first: 0, count });
  const metrics = familyNamed(cell.family).metrics.length;
  const begin = performance.now();
  const { user, system } = process.cpuUsage();
  const segment = advanceSegment(cohort, count, metrics, limit, () => performance.now() - begin < trialMs);
  const wall = performance.now() - begin;
  const used = process.cpuUsage();
  const cpu = (used.user - user + used.system - system) / 1000;
  // While others had the core nothing was computed, and while the engine compiled beside us more than one was used.
  const spent = cpu > 0 ? Math.min(wall, cpu) : wall;
  return spent / 1000 / count / (segment.to - segment.from + 1);
}
