import type { Cohort, GenerationRows, TrainingFacts } from "../cohort.ts";
import { CorruptionError, ParameterError } from "../errors.ts";
import type { Lanes } from "../random/address.ts";
import { normals } from "../random/samplers.ts";
import { normalsAbout } from "../random/singles.ts";
import { type Ledger, ledger } from "../regimes/ledger.ts";
import type { Training } from "../regimes/regime.ts";
import { type GaussianProcessLaw, gaussianProcessKernel } from "./gaussian-process-kernel.ts";
import type { Pool, StatisticKernel } from "./statistic-kernel.ts";

const horizon = 64;
/** The draw on whose streams a subsample is chosen; a generation has fewer batches than this. */
const choice = 255;

/**
 * The limit process where fits see a fresh subsample of a pool that keeps everything.
 *
 * A subsample of s out of N observations, without replacement, has mean influence A + N(0, V·(1/s - 1/N)) around the
 * pool's A, independently from one generation to the next: this gives all covariances of the null law. The pool's mean
 * and the last error are all that a chain must remember, so that a generation costs the same whichever it is.
 *
 * @throws {ParameterError} when batches are dropped, or drawn from models older than the last
 * @source arXiv:2410.22812, "augment & subsample"; the representation by pool means is derived
 */
export function gaussianProcessSubsample(
  law: GaussianProcessLaw,
  lanes: Lanes,
  training: (generation: number) => Training,
): Cohort {
  for (let g = 1; g <= horizon; g++) {
    const { draws, keeps } = training(g);
    if (keeps === "all" && draws.every(({ from }) => from === 0 || from === g - 1)) continue;
    throw new ParameterError(
      "regime",
      "one that keeps every batch and draws from the truth or the last model, where fits see a subsample",
      `another at generation ${g}`,
      "Choose accumulate-subsample.",
    );
  }
  return new SubsampledProcess(law, lanes, training);
}

class SubsampledProcess implements Cohort {
  readonly #law: GaussianProcessLaw;
  readonly #lanes: Lanes;
  readonly #kernel: StatisticKernel;
  readonly #books: Ledger;
  readonly #truth: Float64Array;
  readonly #batch: Float64Array;
  #generation = 0;
  #errors: Float64Array;
  #pool: Pool;

  constructor(law: GaussianProcessLaw, lanes: Lanes, training: (generation: number) => Training) {
    const width = lanes.count * law.dimension;
    this.#law = law;
    this.#lanes = lanes;
    this.#kernel = gaussianProcessKernel(law, lanes);
    this.#books = ledger(training);
    this.#truth = new Float64Array(width);
    this.#batch = new Float64Array(width);
    this.#errors = new Float64Array(width);
    this.#pool = { size: 0, values: new Float64Array(width) };
  }

  get generation(): number {
    return this.#generation;
  }

  advance(rows: GenerationRows): TrainingFacts {
    const generation = this.#generation + 1;
    const facts = this.#books.facts(generation);
    this.#books.training(generation).draws.forEach((draw, index) => {
      const models = draw.from === 0 ? this.#truth : this.#errors;
      this.#kernel.draw(this.#batch, models, draw, { generation, draw: index, part: 0 });
      this.#kernel.merge(this.#pool, this.#batch, draw, 1);
      this.#pool.size += draw.size;
    });
    this.#kernel.fit(this.#errors, this.#pool, rows.status);
    this.#choose(generation, facts.size);
    this.#generation = generation;
    this.#kernel.measure(this.#errors, rows.metrics, rows.status);
    rows.status.fill(0);
    return facts;
  }

  /** Turns the error of a fit to the whole pool into that of a fit to `seen` observations of it. */
  #choose(generation: number, seen: number): void {
    const { samples, variance, dimension } = this.#law;
    const sd = Math.sqrt(variance * samples * (1 / seen - 1 / this.#pool.size));
    const at = { generation, draw: choice, part: 0 };
    if (dimension === 1) return normalsAbout(this.#errors, this.#lanes, at, sd, this.#errors);
    normals(this.#batch, this.#lanes, at, dimension);
    for (let i = 0; i < this.#errors.length; i++) this.#errors[i] = this.#errors[i]! + sd * this.#batch[i]!;
  }

  save(): Float64Array {
    const width = this.#errors.length;
    const saved = new Float64Array(1 + 2 * width);
    saved[0] = this.#pool.size;
    saved.set(this.#pool.values, 1);
    saved.set(this.#errors, 1 + width);
    return saved;
  }

  restore(generation: number, saved: Float64Array): void {
    const width = this.#errors.length;
    if (saved.length !== 1 + 2 * width)
      throw new CorruptionError(
        `The state of generation ${generation} must be ${1 + 2 * width} numbers long; got ${saved.length}. ` +
          "It belongs to another cell, slice or generation.",
      );
    this.#generation = generation;
    this.#pool = { size: saved[0]!, values: saved.slice(1, 1 + width) };
    this.#errors = saved.slice(1 + width);
  }
}
