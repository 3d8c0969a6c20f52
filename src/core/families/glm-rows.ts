import { base, kernel, memoryDoubles, reserve } from "../random/kernel.ts";
import type { Address, Lanes } from "../random/address.ts";
import { aim, slack } from "../random/batches.ts";
import type { GlmLink } from "./glm-link.ts";

/** Uniform numbers made in one call of the module; even. */
const atOnce = 4096;

/**
 * The rows of one design in the memory of the module, with what is computed of them. Whoever else uses that memory
 * overwrites it: what is wanted is taken out before anything is drawn.
 *
 * @source none: the definitions
 */
export class GlmRows {
  readonly #rows: number;
  /** An even number: a row of zeros is added where it must be. */
  readonly #padded: number;
  readonly #columns: number;
  readonly #at: { readonly mean: number; readonly variance: number; readonly design: number };
  readonly #betaAt: number;
  readonly #gramAt: number;
  readonly #workAt: number;
  #memory: Float64Array = memoryDoubles();

  /** @param rows n @param columns p */
  constructor(rows: number, columns: number) {
    this.#rows = rows;
    this.#padded = rows + (rows % 2);
    this.#columns = columns;
    const start = base / 8;
    const mean = start + this.#padded;
    const design = mean + 2 * this.#padded;
    this.#at = { mean, variance: mean + this.#padded, design };
    this.#betaAt = design + (columns + 1) * this.#padded;
    this.#gramAt = this.#betaAt + columns;
    this.#workAt = this.#gramAt + (columns * (columns + 1)) / 2;
  }

  /** Takes in p columns of n numbers. */
  open(design: readonly Float64Array[]): void {
    reserve(8 * (this.#workAt + Math.max(this.#padded, atOnce)) + slack);
    this.#memory = memoryDoubles();
    let at = this.#at.design;
    for (const column of design) {
      this.#memory.set(column, at);
      if (this.#padded > this.#rows) this.#memory[at + this.#rows] = 0;
      at += this.#padded;
    }
    this.#memory.fill(0, at, at + this.#padded);
  }

  /** Linear predictors η, with means and variances of the labels, of these coefficients. */
  predict(beta: Float64Array, { ceiling, moments }: GlmLink, capped = false): void {
    const { mean, variance, design } = this.#at;
    this.#memory.set(beta, this.#betaAt);
    kernel.predictors(base, 8 * design, 8 * this.#betaAt, this.#padded, this.#columns);
    if (capped && ceiling < Number.POSITIVE_INFINITY) {
      const { eta } = this;
      for (let i = 0; i < eta.length; i++) if (eta[i]! > ceiling) eta[i] = ceiling;
    }
    moments(8 * mean, 8 * variance, base, this.#padded);
  }

  /** What {@link predict} has computed, one number a row; to be read or changed at once. */
  get eta(): Float64Array {
    return this.#memory.subarray(base / 8, base / 8 + this.#rows);
  }

  get mean(): Float64Array {
    return this.#memory.subarray(this.#at.mean, this.#at.mean + this.#rows);
  }

  get variance(): Float64Array {
    return this.#memory.subarray(this.#at.variance, this.#at.variance + this.#rows);
  }

  /** Sum of A(η) over rows. */
  cumulant(link: GlmLink): number {
    return link.cumulant(base, 8 * this.#at.mean, this.#rows);
  }

  /** Multiplies means and variances by how often each row counts. */
  weigh(counts: Float64Array): void {
    const { mean, variance } = this.#at;
    this.#memory.set(counts, this.#workAt);
    kernel.multiply(8 * mean, 8 * this.#workAt, this.#padded);
    kernel.multiply(8 * variance, 8 * this.#workAt, this.#padded);
  }

  /**
   * X'y of labels that are drawn; η makes room for them.
   *
   * @param means of the rows' labels
   * @param times how many labels of each row are added up
   */
  drawn(
    out: Float64Array,
    { lanes, lane, at }: { readonly lanes: Lanes; readonly lane: number; readonly at: Address },
    { label }: GlmLink,
    means: Float64Array,
    times: number,
  ): void {
    const memory = this.#memory;
    memory.set(means, this.#at.mean);
    if (this.#padded > this.#rows) memory[this.#at.mean + this.#rows] = 0;
    aim(lanes, at);
    for (let row = 0; row < this.#padded; row += atOnce) {
      const n = Math.min(atOnce, this.#padded - row);
      kernel.uniforms(base + 8 * row, 8 * this.#workAt, lanes.first + lane, 1, row, n);
    }
    label(base, 8 * this.#at.mean, this.#padded, times);
    kernel.labelSums(
      8 * this.#betaAt,
      8 * this.#at.design,
      8 * this.#padded,
      base,
      this.#rows,
      this.#columns,
    );
    out.set(memory.subarray(this.#betaAt, this.#gramAt));
  }

  /** X'·mean. */
  expected(out: Float64Array): void {
    const { mean, design } = this.#at;
    kernel.columnSums(8 * this.#betaAt, 8 * design, 8 * mean, this.#padded, this.#columns);
    out.set(this.#memory.subarray(this.#betaAt, this.#gramAt));
  }

  /** X'·diag(variance)·X as a packed lower triangle. */
  information(out: Float64Array): void {
    const { variance, design } = this.#at;
    kernel.weightedGram(8 * this.#gramAt, 8 * design, 8 * variance, this.#padded, this.#columns);
    out.set(this.#memory.subarray(this.#gramAt, this.#gramAt + out.length));
  }
}
