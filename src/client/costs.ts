import type { Cell } from "../core/cell.ts";
import { familyNamed } from "../core/families/registry.ts";
import { openCohort } from "../core/open.ts";
import { advanceSegment } from "../core/segment.ts";
import type { Plan } from "../spec/plan.ts";
import { mostLike, type Place } from "./most-like.ts";

/** Cells tried, and how long each is. */
const trials = 24;
const trialMs = 10;
/** What the first generation of a cell may take if a second one is to follow. */
const coldMs = 100;
/** Chains of a trial: as many as one generation of them fits the trial's time, between these. */
const lanes = { least: 1, most: 64 } as const;
/** Of all trials together, where a single generation takes longer than a trial should: then fewer cells are tried. */
const patienceMs = 500;

interface Trial extends Place {
  readonly seconds: number;
}

/**
 * Runs cells of a plan for some milliseconds each, evenly spaced however few there is time for, at least one of a kind.
 *
 * @returns what a generation of one chain of each cell takes, in seconds on one core: of one that was not tried, what that
 *   one takes that was and is most like it
 */
export function measureCosts({ cells, generations }: Pick<Plan, "cells" | "generations">): number[] {
  const stride = Math.max(1, Math.ceil(cells.length / trials));
  const tried = new Map<string, Trial[]>();
  const begin = performance.now();
  for (const place of spread(Math.ceil(cells.length / stride))) {
    const cell = cells[place * stride] as Cell;
    const alike = tried.get(kindOf(cell)) ?? [];
    if (performance.now() - begin > patienceMs && alike.length > 0) continue;
    tried.set(kindOf(cell), [...alike, { ...cell, seconds: secondsPerGeneration(cell, generations) }]);
  }
  const all = [...tried.values()].flat();
  return cells.map((cell) => mostLike(cell, tried.get(kindOf(cell)) ?? all)?.seconds ?? 0);
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
  const cold = trial(cell, lanes.least, Math.min(generations, 2), coldMs);
  if (1000 * cold >= trialMs) return cold;
  // Again, since the first time a kernel may have been compiled.
  const once = Math.min(cold, trial(cell, lanes.least, Math.min(generations, 2), trialMs));
  const fitting = Math.min(lanes.most, Math.max(lanes.least, Math.floor(trialMs / (1000 * once))));
  return trial(cell, fitting, Math.min(generations, 1000), trialMs);
}

/**
 * Seconds a generation of one of so many chains; where there is time for a second generation, without the first, which
 * is a fit to real data and may cost much less than those that choose from all that came before.
 */
function trial(cell: Cell, count: number, limit: number, ms: number): number {
  const cohort = openCohort({ cell, first: 0, count });
  const metrics = familyNamed(cell.family).metrics.length;
  const begin = reading();
  let second: Reading | undefined;
  const { from, to } = advanceSegment(cohort, count, metrics, limit, () => {
    second ??= reading();
    return performance.now() - begin.wall < ms;
  });
  const end = reading();
  const spent = second && to > from ? between(second, end) / (to - from) : between(begin, end);
  return spent / 1000 / count;
}

/** Milliseconds on the clock, and of processor time of this process. */
interface Reading {
  readonly wall: number;
  readonly processor: number;
}

function reading(): Reading {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
}

/** While others had the core nothing was computed, and while the engine compiled beside us more than one was used. */
function between(begin: Reading, end: Reading): number {
  const [wall, processor] = [end.wall - begin.wall, end.processor - begin.processor];
  return processor > 0 ? Math.min(wall, processor) : wall;
}
