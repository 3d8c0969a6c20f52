import { base, kernel, memoryDoubles, reserve } from "./kernel.ts";

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
  const even = count + (count & 1);
  reserve(base + 16 * even);
  const memory = memoryDoubles();
  const [from, beside] = [base / 8, base / 8 + even];
  memory[beside + even - 1] = 0;
  memory.set(count < values.length ? values.subarray(0, count) : values, from);
  memory.set(count < means.length ? means.subarray(0, count) : means, beside);
  kernel.poissonsOf(8 * from, 8 * beside, even, times);
  values.set(memory.subarray(from, from + count));
}
