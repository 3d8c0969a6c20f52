import type { Address, Lanes } from "./address.ts";
import { type Fill, inBatches, type Parameter, parameterPlaces, stepOf } from "./batches.ts";
import { kernel } from "./kernel.ts";

/**
 * Poisson counts.
 *
 * @param out shape [lanes, perLane]; element e of a lane is the e-th of its stream, whatever the lanes or perLane
 * @param mean one for all, or one an entry of `out`; 0 to 1e15
 * @throws {NumericalError} where `mean` has too few entries
 * @source below a mean of 12 inversion; above W. Hörmann, The transformed rejection method for generating Poisson random
 *   variables (1993), PTRS
 */
export function poissons(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  perLane: number,
  mean: Parameter,
): void {
  const step = stepOf(mean);
  const fill: Fill = (to, scratch, replicate, width, first, n) =>
    kernel.poissons(to, scratch, parameterPlaces[0], step, replicate, width, first, n);
  inBatches(out, lanes, at, perLane, fill, mean);
}

/**
 * The Poisson count that a uniform number stands for: so any one of many can be drawn again on its own. It takes about
 * as many steps as the count's standard deviation.
 *
 * @param u in (0, 1)
 * @param mean finite, at least 0; NaN comes of anything else
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), III.3 and X.3.2
 */
export const poissonOf: (u: number, mean: number) => number = kernel.poissonOf;
