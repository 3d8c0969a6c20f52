import { replaceBeside } from "./beside.ts";
import { kernel } from "./kernel.ts";

/**
 * The Poisson count that a uniform number stands for: so any one of many can be drawn again on its own. It takes about
 * as many steps as the count's standard deviation.
 *
 * @param u in (0, 1)
 * @param mean finite, at least 0; NaN comes of anything else
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), III.3 and X.3.2
 */
export const poissonOf: (u: number, mean: number) => number = kernel.poissonOf;

/**
 * Replaces the first `count` uniform numbers by the counts they stand for: sums of `times` counts of each mean.
 *
 * @source as {@link poissonOf}
 */
export function poissonsOf(values: Float64Array, means: Float64Array, count: number, times: number): void {
  replaceBeside(values, means, count, (to, own, n) => kernel.poissonsOf(to, own, n, times));
}
