import { exp, log } from "../random/math.ts";
import { exps, logs } from "../random/samplers.ts";

const logTwoPi = 1.8378770664093453;

/**
 * Log densities of one chain's estimate at test points, as sums of kernels that further observations join: each is
 * held as a largest exponent and a sum relative to it, so that no distance underflows.
 *
 * @source log-sum-exp, arXiv:2410.16713 (the metric)
 */
export class KdeDensity {
  readonly #test: Float64Array;
  readonly #dimension: number;
  readonly #top: Float64Array;
  readonly #sums: Float64Array;
  #size = 0;

  /** @param test shape [points, dimension] */
  constructor(test: Float64Array, dimension: number) {
    this.#test = test;
    this.#dimension = dimension;
    this.#top = new Float64Array(test.length / dimension).fill(-Infinity);
    this.#sums = new Float64Array(test.length / dimension);
  }

  clear(): void {
    this.#size = 0;
    this.#top.fill(-Infinity);
    this.#sums.fill(0);
  }

  /** @param points shape [size, dimension] @param h standard deviation of the kernel */
  add(points: Float64Array, h: number): void {
    const d = this.#dimension;
    const size = points.length / d;
    const terms = new Float64Array(size);
    for (let t = 0; t < this.#sums.length; t++) {
      let top = this.#top[t]!;
      for (let i = 0; i < size; i++) {
        let square = 0;
        for (let k = 0; k < d; k++) {
          const z = (points[i * d + k]! - this.#test[t * d + k]!) / h;
          square += z * z;
        }
        terms[i] = -square / 2;
        top = Math.max(top, terms[i]!);
      }
      for (let i = 0; i < size; i++) terms[i] = terms[i]! - top;
      exps(terms, terms);
      const shrink = this.#size === 0 ? 0 : exp(this.#top[t]! - top);
      this.#sums[t] = terms.reduce((sum, term) => sum + term, this.#sums[t]! * shrink);
      this.#top[t] = top;
    }
    this.#size += size;
  }

  /** Mean negative log density over the test points, in nats. @param h as in every `add` */
  nll(h: number): number {
    const values = Float64Array.from(this.#sums, (sum) => sum / this.#size);
    logs(values, values);
    const norm = this.#dimension * (log(h) + logTwoPi / 2);
    return values.reduce((sum, value, t) => sum - (this.#top[t]! + value - norm), 0) / values.length;
  }
}
