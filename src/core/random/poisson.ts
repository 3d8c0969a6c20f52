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
