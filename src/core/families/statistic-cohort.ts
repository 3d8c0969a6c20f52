import type { Cohort, GenerationRows, TrainingFacts } from "../cohort.ts";
import { CorruptionError, NumericalError } from "../errors.ts";
import type { Address, Lanes } from "../random/address.ts";
import { evenLanes } from "../random/pairs.ts";
import { type Batch, ledger } from "../regimes/ledger.ts";
import { needsOf } from "../regimes/needs.ts";
import type { Draw, Training } from "../regimes/regime.ts";
import { eachChoice } from "./choices.ts";
import { eachChosen } from "./chosen.ts";
import { type KeptBatch, KeptBatches } from "./kept-batches.ts";
import { madeLater } from "./made-later.ts";
import { poolable } from "./poolable.ts";
import { scatter } from "./scatter.ts";
import { choiceOf, regimeDraw, steppable } from "./steppable.ts";
import {
  type Choice,
  type Pool,
  type Source,
  type StatisticKernel,
  sizeWith,
  trueModels,
} from "./statistic-kernel.ts";

/**
 * A cohort of any family with sufficient statistics under any regime.
 *
 * Whole batches enter as statistics drawn from their exact law: a running pool costs the same at every generation. A
 * subsample chooses among single observations, and the pool it chooses from is never stored: observation i of the
 * batch of generation g is a pure function of the stream of g and of the model that it was drawn from, so that the
 * past models are enough to draw the chosen ones again. Memory and checkpoints grow by one model a generation. Where values
 * are counts of symbols, the pool's counts are enough: the choice is among them, and nothing grows.
 *
 * @source arXiv:2404.01413, Section 2; arXiv:2410.16713, Section 2 (the regimes' definition)
 */
export function statisticCohort(
  lanes: Lanes,
  kernel: StatisticKernel,
  training: (generation: number) => Training,
): Cohort {
  return new StatisticCohort(lanes, kernel, training);
}

class StatisticCohort implements Cohort {
  readonly #lanes: Lanes;
  readonly #kernel: StatisticKernel;
  /** Lanes that the kernel's arrays hold. */
  readonly #held: number;
  readonly #books: ReturnType<typeof ledger>;
  readonly #needs: ReturnType<typeof needsOf>;
  /** Whether the pool is one that fits choose from. */
  readonly #chooses: boolean;
  /** The true models, where they are needed later on. */
  readonly #truth: () => Float64Array;
  /** Room for a batch, and for what a fit sees: a kernel that does whole generations in one go needs neither. */
  readonly #batch: () => Float64Array;
  readonly #scratch: () => Pool;
  #generation = 0;
  #models: Float64Array;
  #status: Uint8Array;
  /** Models fitted at generations 1, 2, …, where needed. */
  #history: Float64Array[] = [];
  /** The batches of a pool that fits choose from. */
  #sources: (Source & Batch)[] = [];
  /** Everything drawn so far, where needed. */
  #pool: Pool;
  /** The batches that later fits keep, by generation, where needed. */
  readonly #kept = new KeptBatches();

  constructor(lanes: Lanes, kernel: StatisticKernel, training: (generation: number) => Training) {
    this.#lanes = lanes;
    this.#kernel = kernel;
    this.#books = ledger(training);
    const needs = needsOf(training);
    this.#chooses = needs.points && poolable(training) && kernel.choose !== undefined;
    this.#needs = this.#chooses ? { pool: true, points: false, models: false, batches: false } : needs;
    this.#held = kernel.paired ? evenLanes(lanes.count) : lanes.count;
    this.#models = trueModels(kernel, this.#held);
    this.#truth = madeLater(() => trueModels(kernel, this.#held));
    this.#batch = madeLater(() => new Float64Array(this.#held * kernel.batchWidth));
    this.#status = new Uint8Array(lanes.count);
    this.#scratch = madeLater(() => this.#emptyPool());
    this.#pool = this.#needs.pool ? this.#emptyPool() : { size: 0, values: new Float64Array(0) };
  }

  get generation(): number {
    return this.#generation;
  }

  advance(rows: GenerationRows, ended?: Int32Array): TrainingFacts {
    const generation = this.#generation + 1;
    const stepped = this.#step(generation, rows, ended);
    if (!stepped || this.#needs.models) this.#kernel.settle?.();
    if (!stepped && this.#needs.points) this.#fitPoints(generation, ended);
    else if (!stepped) this.#fitWhole(generation, ended);
    this.#generation = generation;
    if (this.#needs.models) this.#history.push(this.#models.slice());
    if (!stepped) this.#kernel.measure(this.#models, rows.metrics, this.#status);
    rows.status.set(this.#status);
    return this.#books.facts(generation);
  }

  /** A generation in one go, where its training is one that the kernel can do so. @returns whether it was */
  #step(generation: number, { metrics }: GenerationRows, ended: Int32Array | undefined): boolean {
    const training = this.#books.training(generation);
    const { step, steps } = this.#kernel;
    if (!step || !steppable(this.#kernel, this.#needs, training, generation)) return false;
    const sources = training.draws.map((whole, draw) => ({
      whole,
      // At generation 1 the models are the truth.
      models: whole.from === generation - 1 ? this.#models : this.#modelsAt(whole.from),
      at: { generation, draw, part: 0 },
    }));
    const pool = this.#needs.pool ? this.#pool : undefined;
    const size = sizeWith(pool?.size ?? 0, sources);
    const choice = choiceOf(training, generation, size, ended);
    if (steps?.(this.#models, pool, sources, choice) === false) return false;
    step(this.#models, pool, sources, this.#status, metrics, choice);
    if (pool) pool.size = size;
    return true;
  }

  #fitWhole(generation: number, ended: Int32Array | undefined): void {
    const kernel = this.#kernel;
    const training = this.#books.training(generation);
    const { draws, keeps, weights } = training;
    const alone = keeps === "none" && draws.length === 1 && (draws[0]?.weight ?? 1) === 1;
    const direct = alone && kernel.fitBatch !== undefined;
    const apart = keeps !== "all";
    const target = apart ? this.#scratch() : this.#pool;
    if (!apart && !this.#needs.pool) this.#unforeseen(generation, "everything drawn before");
    if (apart && !direct) this.#clear(target);
    if (keeps !== "all" && keeps !== "none") this.#mergeKept(target, generation, keeps, weights);
    const fresh: KeptBatch[] = [];
    draws.forEach((draw, index) => {
      kernel.draw(this.#batch(), this.#modelsAt(draw.from), draw, { generation, draw: index, part: 0 });
      if (this.#needs.pool) this.#merge(this.#pool, this.#batch(), draw);
      if (apart && !direct) this.#merge(target, this.#batch(), draw);
      if (this.#needs.batches) fresh.push({ draw, statistic: this.#batch().slice() });
    });
    const choice = choiceOf(training, generation, target.size, ended);
    if (choice) this.#fitChosen(target, choice);
    else if (direct && draws[0]) kernel.fitBatch?.(this.#models, this.#batch(), draws[0], this.#status);
    else kernel.fit(this.#models, target, this.#status);
    if (this.#needs.batches) this.#kept.retain(this.#books.retained(generation), generation, fresh);
  }

  /** A fit to a subsample of a pool whose values are exchangeable. */
  #fitChosen(pool: Pool, { n, at, ended }: Choice): void {
    this.#clear(this.#scratch());
    this.#kernel.choose?.(this.#scratch().values, pool, n, at, ended);
    this.#scratch().size = n;
    this.#kernel.fit(this.#models, this.#scratch(), this.#status);
  }

  #fitPoints(generation: number, ended: Int32Array | undefined): void {
    const { sees } = this.#books.training(generation);
    const sources = this.#sourcesOf(generation);
    const population = sources.reduce((sum, { size }) => sum + size, 0);
    const n = sees === "all" ? population : Math.min(sees, population);
    const choice = { generation, draw: regimeDraw, part: 0 };
    this.#clear(this.#scratch());
    const { addScattered } = this.#kernel;
    if (addScattered)
      scatter(sources, this.#lanes, choice, n, (points) => {
        addScattered(this.#scratch().values, sources, points);
      });
    else this.#addByBatch(sources, choice, population, n, ended);
    this.#scratch().size = n;
    this.#kernel.fit(this.#models, this.#scratch(), this.#status);
  }

  /** The batches that a fit chooses from; of a pool that only grows those are kept that were there before. */
  #sourcesOf(generation: number): readonly (Source & Batch)[] {
    const known = this.#books.training(generation).keeps === "all" ? this.#sources : [];
    for (const whole of this.#books.batches(generation).slice(known.length)) {
      const { from, generation: made, draw } = whole;
      const models = from === 0 ? this.#truth() : this.#history[from - 1]!;
      known.push({ ...whole, whole, models, at: { generation: made, draw, part: 0 } });
    }
    return known;
  }

  #addByBatch(
    sources: readonly (Source & Batch)[],
    choice: Address,
    population: number,
    n: number,
    ended: Int32Array | undefined,
  ): void {
    const indices = new Uint32Array(n);
    eachChoice(this.#lanes, choice, population, n, ended, (lane, chosen) => {
      eachChosen(sources, chosen, indices, ({ whole, models, at }, places, count, before) => {
        const points = { draw: whole, at, indices: places, count };
        if (!this.#kernel.addPoints) noPoints();
        this.#kernel.addPoints(this.#scratch().values, before, lane, models, points);
      });
    });
  }

  #modelsAt(generation: number): Float64Array {
    if (generation === this.#generation) return this.#models;
    if (generation === 0) return this.#truth();
    const models = this.#history[generation - 1];
    return models ?? this.#unforeseen(this.#generation + 1, `the model of generation ${generation}`);
  }

  #merge(pool: Pool, batch: Float64Array, draw: Draw, weight: number = draw.weight ?? 1): void {
    this.#kernel.merge(pool, batch, draw, weight);
    pool.size += weight * draw.size;
  }

  #mergeKept(target: Pool, generation: number, keeps: readonly number[], weights: Training["weights"]): void {
    const order = keeps.map((made, at) => ({ made, weight: weights?.[at] })).sort((a, b) => a.made - b.made);
    for (const { made, weight } of order) {
      const batches = this.#kept.of(made);
      if (!batches) this.#unforeseen(generation, `the batches of generation ${made}`);
      else for (const { draw, statistic } of batches) this.#merge(target, statistic, draw, weight);
    }
  }

  #emptyPool(): Pool {
    return { size: 0, values: new Float64Array(this.#held * this.#kernel.poolWidth) };
  }

  #clear(pool: Pool): void {
    pool.size = 0;
    pool.values.fill(0);
  }

  #unforeseen(generation: number, what: string): never {
    throw new NumericalError(
      `The regime asks at generation ${generation} for ${what}, which its earlier trainings gave no reason to keep. ` +
        "A regime must show within its first generations what it will ever look back at.",
    );
  }

  save(): Float64Array {
    this.#kernel.settle?.();
    const parts: (Float64Array | readonly number[])[] = [Array.from(this.#status), this.#models];
    parts.push(...this.#history.slice(0, -1));
    if (this.#needs.pool) parts.push([this.#pool.size], this.#pool.values);
    for (const generation of this.#keptAt(this.#generation))
      for (const { statistic } of this.#kept.of(generation) ?? []) parts.push(statistic);
    const saved = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      saved.set(part, at);
      at += part.length;
    }
    return saved;
  }

  restore(generation: number, saved: Float64Array): void {
    const models = this.#models.length;
    let at = 0;
    const take = (length: number): Float64Array => {
      at += length;
      return saved.slice(at - length, at);
    };
    const status = Uint8Array.from(take(this.#lanes.count));
    const current = take(models);
    const past = this.#needs.models ? Math.max(0, generation - 1) : 0;
    const history = Array.from({ length: past }, () => take(models));
    const pool = this.#needs.pool
      ? { size: take(1)[0] ?? 0, values: take(this.#pool.values.length) }
      : this.#pool;
    const kept = this.#keptAt(generation).map((made) => {
      const { draws } = this.#books.training(made);
      return [made, draws.map((draw) => ({ draw, statistic: take(this.#batch().length) }))] as const;
    });
    if (at !== saved.length)
      throw new CorruptionError(
        `The state of generation ${generation} must be ${at} numbers long; got ${saved.length}. ` +
          "It belongs to another cell, slice or generation.",
      );
    if (this.#needs.models && generation > 0) history.push(current);
    this.#generation = generation;
    this.#status = status;
    this.#models = current.slice();
    this.#history = history;
    this.#sources = [];
    this.#pool = pool;
    this.#kept.restore(kept);
  }

  #keptAt(generation: number): readonly number[] {
    const kept = this.#needs.batches ? this.#books.retained(generation) : [];
    return kept.filter((made) => made >= 1);
  }
}

function noPoints(): never {
  throw new NumericalError(
    "A family whose batches have no single observations cannot follow a regime that subsamples.",
  );
}
