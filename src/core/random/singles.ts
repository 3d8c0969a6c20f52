import { NumericalError } from "../errors.ts";
import type { Address, Lanes } from "./address.ts";
import { aim, slack } from "./batches.ts";
import { base, kernel, memoryDoubles, reserve } from "./kernel.ts";
import type { Room, Tile } from "./pairs.ts";
import { viewAt } from "./views.ts";

// Laws that give one number a lane, each of the single word that two neighbouring replicates share a block for. What is the
// same for all lanes is a number, and what is not an array with an entry a lane.

/** One call of the module: what stands at `out` is each lane's own parameter, and then its number. */
export type Fill = (out: number, scratch: number, shared: number, replicate: number, lanes: number) => void;

/** Lanes of one call: their numbers stay in the first-level cache. */
const atOnce = 1024;
const scratch = base + 8 * atOnce + 16;

/** Normal numbers about `means` with standard deviation `sd`. */
export function normalsAbout(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  sd: number,
  means: Float64Array,
): void {
  singles(out, lanes, at, kernel.normalsAbout, sd, means);
}

/**
 * Gamma numbers of one shape.
 *
 * @param shape above 0; NaN comes of anything else but 0
 * @source Marsaglia, Tsang: A simple method for generating gamma variables (2000)
 */
export function gammas(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  shape: number,
  scales: Float64Array,
): void {
  singles(out, lanes, at, kernel.gammas, shape, scales);
}

/**
 * Poisson counts: of each mean the sum of so many, whose mean is up to 1e15.
 *
 * @source below a mean of 12 inversion; above W. Hörmann, The transformed rejection method for generating Poisson random
 *   variables (1993), PTRS
 */
export function poissons(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  times: number,
  means: Float64Array,
): void {
  singles(out, lanes, at, kernel.poissons, times, means);
}

/**
 * Binomial counts.
 *
 * @param trials whole, 0 to 2^53
 * @param shares probabilities, 0 to 1
 * @source below a mean of 12 inversion; above W. Hörmann, The generation of binomial random variates (1993), BTRS
 */
export function binomials(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  trials: number,
  shares: Float64Array,
): void {
  singles(out, lanes, at, kernel.binomials, trials, shares);
}

/**
 * Hypergeometric counts: how many of `chosen` out of a population, without replacement, are marked.
 *
 * @param population whole, 0 to 2^53, as are `chosen` and `marked`, which are no more
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), III.3: inversion from the mode
 */
export function hypergeometrics(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  { population, chosen }: { readonly population: number; readonly chosen: number },
  marked: Float64Array,
): void {
  const fill: Fill = (to, blocks, n, replicate, some) =>
    kernel.hypergeometrics(to, blocks, n, replicate, some, population);
  singles(out, lanes, at, fill, chosen, marked);
}

/**
 * Numbers of any of these laws, of which `own` holds each lane's parameter; `out` may be the same.
 *
 * @throws {NumericalError} where a lane has no parameter
 */
export function singles(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  fill: Fill,
  shared: number,
  own: Float64Array,
): void {
  const { count, first } = lanes;
  if (own.length < count)
    throw new NumericalError(
      `A parameter of ${count} random numbers must have as many entries; got ${own.length}.`,
    );
  reserve(scratch + 56 * atOnce + 4 * slack);
  aim(lanes, at);
  for (let lane = 0; lane < count; lane += atOnce) {
    const some = Math.min(atOnce, count - lane);
    const whole = some === own.length && some === out.length;
    memoryDoubles().set(whole ? own : own.subarray(lane, lane + some), base / 8);
    fill(base, scratch, shared, first + lane, some);
    out.set(viewAt(base / 8, some), lane);
  }
}

/** What {@link singlesIn} needs of a tile's room. */
export const singleRoom: Room = { perLane: 7, once: slack / 2 };

/**
 * Replaces numbers in the module's memory, one a lane of a tile, by random ones of which they are the parameters.
 *
 * @param out where they stand
 * @param scratch where the room for this begins
 */
export function singlesIn(
  { lane, lanes: some }: Tile,
  out: number,
  scratch: number,
  lanes: Lanes,
  at: Address,
  fill: Fill,
  shared: number,
): void {
  aim(lanes, at);
  fill(out, scratch, shared, lanes.first + lane, Math.min(some, lanes.count - lane));
}
