import { kernel } from "./kernel.ts";

// Elementary functions computed from IEEE 754 basic operations in WebAssembly: the same bits on every engine and CPU,
// which the engine's own Math.log and its kin do not promise.

/** Natural logarithm. */
export const log: (x: number) => number = kernel.log;
export const exp: (x: number) => number = kernel.exp;
/** log(1 + x), exact also for small x. */
export const log1p: (x: number) => number = kernel.log1p;
export const pow: (x: number, y: number) => number = kernel.pow;

/** The circumference of a circle of diameter 1. */
export const pi: number = 3.141592653589793;

const halfLogTwoPi = 0.9189385332046728;
/** From here on Stirling's series with five terms is exact to a double. */
const largeEnough = 15;

/**
 * log Γ(x).
 *
 * @param x > 0
 * @returns nats; off by less than 2e-14, or 2e-14 of the value where that is larger
 * @source Abramowitz, Stegun, 6.1.41, after the recurrence 6.1.15
 */
export function lgamma(x: number): number {
  let z = x;
  let product = 1;
  while (z < largeEnough) {
    product *= z;
    z += 1;
  }
  const inverse = 1 / (z * z);
  const series =
    (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / z;
  return (z - 0.5) * log(z) - z + halfLogTwoPi + series - log(product);
}
