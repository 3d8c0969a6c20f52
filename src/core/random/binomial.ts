import type { Address, Lanes } from "./address.ts";
import { type Fill, inBatches, type Parameter, parameterPlaces, stepOf } from "./batches.ts";
import { kernel } from "./kernel.ts";

/**
 * Binomial counts.
 *
 * @param out shape [lanes, perLane]; element e of a lane is the e-th of its stream, whatever the lanes or perLane
 * @param trials one for all, or one an entry of `out`; whole, 0 to 2^53
 * @param p one for all, or one an entry of `out`; 0 to 1
 * @throws {NumericalError} where a parameter has too few entries
 * @source below a mean of 12 inversion; above W. Hörmann, The generation of binomial random variates (1993), BTRS
 */
export function binomials(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  perLane: number,
  trials: Parameter,
  p: Parameter,
): void {
  const [nStep, pStep] = [stepOf(trials), stepOf(p)];
  const [n, share] = parameterPlaces;
  const fill: Fill = (to, scratch, replicate, width, first, wanted) =>
    kernel.binomials(to, scratch, n, nStep, share, pStep, replicate, width, first, wanted);
  inBatches(out, lanes, at, perLane, fill, trials, p);
}

/**
 * The binomial count that a uniform number stands for: so any one of many can be drawn again on its own. It takes about
 * as many steps as the count's standard deviation.
 *
 * @param u in (0, 1)
 * @param trials whole, at least 0
 * @param p 0 to 1; NaN comes of anything else
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), III.3 and X.4.2
 */
export const binomialOf: (u: number, trials: number, p: number) => number = kernel.binomialOf;
