import { ParameterError } from "../errors.ts";
import type { Training } from "./regime.ts";
import { readOnce } from "./remembered.ts";

/** What a chain must remember of its past, beside the last model. */
export interface Needs {
  /** Some fit sees everything drawn so far: one running statistic. */
  readonly pool: boolean;
  /** Some fit sees a subsample: observations must be addressable one by one. */
  readonly points: boolean;
  /** Some batch is drawn from, or some subsample reaches back to, a model older than the last. */
  readonly models: boolean;
  /** Some fit keeps the batches of named generations: their statistics. */
  readonly batches: boolean;
}

const horizon = 1000;
const window = 64;

/**
 * Reads a chain's needs off its trainings of the first 1000 generations. A regime that turns to another kind of
 * training later than that must show it earlier.
 *
 * @throws {ParameterError} when draws are weighted and a fit sees a subsample
 * @source none: bookkeeping of the regimes
 */
export const needsOf: (training: (generation: number) => Training) => Needs = readOnce(read);

function read(training: (generation: number) => Training): Needs {
  let [pool, points, models, batches, weighs] = [false, false, false, false, false];
  for (let g = 1; g <= horizon; g++) {
    const { draws, keeps, sees, weights } = training(g);
    if (sees !== "all") points = true;
    if (sees === "all" && keeps === "all") pool = true;
    if (keeps !== "all" && keeps !== "none" && keeps.length > 0) batches = true;
    if (draws.some(({ from }) => from !== 0 && from !== g - 1)) models = true;
    if (weights || draws.some(({ weight }) => weight !== undefined && weight !== 1)) weighs = true;
  }
  if (points && weighs)
    throw new ParameterError(
      "regime",
      "unweighted where a fit sees a subsample",
      "weights",
      "Leave out one of them.",
    );
  // With points the pool is implicit: the models that its batches came from, and their streams.
  return points ? { pool: false, points, models: true, batches: false } : { pool, points, models, batches };
}

/**
 * The generations up to `generation` whose batches some fit within the next 64 generations keeps.
 *
 * @source none: bookkeeping of the regimes
 */
export function retained(training: (generation: number) => Training, generation: number): readonly number[] {
  const wanted = new Set<number>();
  for (let g = generation + 1; g <= generation + window; g++) {
    const { keeps } = training(g);
    if (keeps === "all" || keeps === "none") continue;
    for (const kept of keeps) if (kept <= generation) wanted.add(kept);
  }
  return [...wanted].sort((a, b) => a - b);
}
