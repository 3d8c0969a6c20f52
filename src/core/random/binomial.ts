import { kernel } from "./kernel.ts";

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
