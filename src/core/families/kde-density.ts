import { base, kernel, memoryDoubles, reserve } from "../random/kernel.ts";
import { log } from "../random/math.ts";
import { logs } from "../random/samplers.ts";
import { neighboursTogether } from "./neighbours.ts";

/** Observations that the module passes over at once. */
const blockSize = 8;
const stepsOfNat = kernel.stepsOfNat();
const logTwoPi = 1.8378770664093453;

/**
 * Log densities of one chain's estimate at test points, as sums of kernels that further observations join: each is
 * held as a largest exponent and a sum relative to it, so that no distance underflows.
 *
 * @source log-sum-exp, arXiv:2410.16713 (the metric)
 */
export class KdeDensity {
  /** Columns of as many numbers as `tops` has: the last point stands twice where their number is odd. */
  readonly #test: Float64Array;
  readonly #dimension: 1 | 2;
  readonly #points: number;
  readonly #tops: Float64Array;
  readonly #sums: Float64Array;
  #size = 0;

  /** @param test shape [points, dimension], in one or two dimensions */
  constructor(test: Float64Array, dimension: 1 | 2) {
    this.#dimension = dimension;
    this.#points = test.length / dimension;
    const padded = this.#points + (this.#points % 2);
    this.#test = new Float64Array(padded * dimension);
    const ordered = neighboursTogether(test, dimension);
    for (let k = 0; k < dimension; k++)
      for (let t = 0; t < padded; t++)
        this.#test[k * padded + t] = ordered[Math.min(t, this.#points - 1) * dimension + k]!;
    this.#tops = new Float64Array(padded);
    this.#sums = new Float64Array(padded);
  }

  clear(): void {
    this.#size = 0;
    this.#tops.fill(0);
    this.#sums.fill(0);
  }

  /** @param points shape [size, dimension] @param h standard deviation of the kernel */
  add(points: Float64Array, h: number): void {
    const padded = this.#tops.length;
    const start = base / 8;
    const sumsAt = start + padded;
    const testAt = sumsAt + padded;
    const pointsAt = testAt + this.#test.length;
    const boxesAt = pointsAt + points.length;
    const size = points.length / this.#dimension;
    reserve(8 * (boxesAt + 2 * this.#dimension * Math.ceil(size / blockSize)));
    const memory = memoryDoubles();
    memory.set(this.#tops, start);
    memory.set(this.#sums, sumsAt);
    memory.set(this.#test, testAt);
    memory.set(neighboursTogether(points, this.#dimension), pointsAt);
    const factor = (-0.5 / (h * h)) * stepsOfNat;
    const boxes = 8 * boxesAt;
    kernel.addKernels(
      8 * testAt,
      padded,
      8 * pointsAt,
      size,
      this.#dimension,
      boxes,
      factor,
      base,
      8 * sumsAt,
    );
    this.#tops.set(memory.subarray(start, sumsAt));
    this.#sums.set(memory.subarray(sumsAt, testAt));
    this.#size += size;
  }

  /** @param out a largest exponent and then a sum for each test point */
  save(out: Float64Array): void {
    out.set(this.#tops.subarray(0, this.#points));
    out.set(this.#sums.subarray(0, this.#points), this.#points);
  }

  /** Takes back what `save` gave. @param size observations in it */
  restore(saved: Float64Array, size: number): void {
    for (let t = 0; t < this.#tops.length; t++) {
      const at = Math.min(t, this.#points - 1);
      this.#tops[t] = saved[at]!;
      this.#sums[t] = saved[this.#points + at]!;
    }
    this.#size = size;
  }

  /** Mean negative log density over the test points, in nats. @param h as in every `add` */
  nll(h: number): number {
    const values = this.#sums.slice(0, this.#points);
    logs(values, values);
    let total = 0;
    for (let t = 0; t < values.length; t++) total += this.#tops[t]! / stepsOfNat + values[t]!;
    return this.#dimension * (log(h) + logTwoPi / 2) + log(this.#size) - total / values.length;
  }
}
