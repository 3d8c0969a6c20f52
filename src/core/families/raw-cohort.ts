import type { Cohort, GenerationRows, TrainingFacts } from "../cohort.ts";
import { CorruptionError } from "../errors.ts";
import type { Address, Lanes } from "../random/address.ts";
import { subsample } from "../random/samplers.ts";
import { type Batch, ledger } from "../regimes/ledger.ts";
import { needsOf } from "../regimes/needs.ts";
import type { Training } from "../regimes/regime.ts";
import { eachChosen } from "./chosen.ts";

/** What the fit of one lane sees; only the first `count` entries are meant. */
export interface Observations {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly count: number;
  /** Sum of the weights. */
  readonly size: number;
}

/** Observations of one lane: where they are written to, and the batch that they come from. */
export interface Wanted {
  /** From its first entry on. */
  readonly out: Float64Array;
  readonly lane: number;
  /** The models that the batch was drawn from, all lanes. */
  readonly models: Float64Array;
  readonly at: Address;
}

/** A family of real-valued observations whose fit looks at them many times, bound to parameters and lanes. */
export interface RawKernel {
  /** Numbers a model takes, a lane; they lie lane after lane. */
  readonly modelWidth: number;
  /** The true model, in every lane. */
  truth(models: Float64Array): void;
  /** Draws a whole batch of `size`. */
  draw(wanted: Wanted, size: number): void;
  /** Draws those observations of it that stand at `count` places. */
  drawAt(wanted: Wanted, indices: Uint32Array, count: number): void;
  /** Replaces one lane's model by the estimate. @returns its status */
  fit(models: Float64Array, lane: number, seen: Observations): number;
  /** Writes the family's metrics, in its order, one entry a lane. */
  measure(models: Float64Array, metrics: readonly Float64Array[]): void;
}

/** The draw on whose streams the regime itself chooses; a generation has fewer batches than this. */
const regimeDraw = 255;

/**
 * A cohort under any regime that fits one lane after the other to observations that it never stores: they are pure
 * functions of the streams of their generation and of the model that they come from, and are drawn again for every fit
 * that sees them. An iterative fit looks at each often, so that this costs it little; memory is that of one lane's
 * training set, and a checkpoint holds models alone. A status other than ok is final, and its model stays.
 *
 * @source arXiv:2404.01413, Section 2; arXiv:2410.16713, Section 2 (the regimes' definition)
 */
export function rawCohort(
  lanes: Lanes,
  kernel: RawKernel,
  training: (generation: number) => Training,
): Cohort {
  const { count } = lanes;
  const width = count * kernel.modelWidth;
  const books = ledger(training);
  const needs = needsOf(training);
  /** Whether some fit sees data of models older than the last. */
  const looksBack = needs.pool || needs.points || needs.models || needs.batches;
  const truth = new Float64Array(width);
  kernel.truth(truth);
  let done = 0;
  let status = new Uint8Array(count);
  /** The models of generations 0, 1, 2, …, or the last alone where no fit looks further back. */
  let history: Float64Array[] = [truth];
  let values = new Float64Array(0);
  let weights = new Float64Array(0);

  function modelsAt(generation: number): Float64Array {
    if (generation === 0) return truth;
    return (looksBack ? history[generation] : history.at(-1)) ?? truth;
  }

  function sourcesOf(generation: number): readonly (Batch & Pick<Wanted, "models" | "at">)[] {
    return books.batches(generation).map((batch) => ({
      ...batch,
      models: modelsAt(batch.from),
      at: { generation: batch.generation, draw: batch.draw, part: 0 },
    }));
  }

  return {
    get generation(): number {
      return done;
    },

    advance(rows: GenerationRows, ended?: Int32Array): TrainingFacts {
      const generation = done + 1;
      const { sees } = training(generation);
      const sources = sourcesOf(generation);
      const population = sources.reduce((sum, batch) => sum + batch.size, 0);
      const n = sees === "all" ? population : Math.min(sees, population);
      if (values.length < n) [values, weights] = [new Float64Array(n), new Float64Array(n)];
      const chosen = new Uint32Array(n < population ? n : 0);
      const indices = new Uint32Array(chosen.length);
      let start = 0;
      if (n < population) weights.fill(1, 0, n);
      else
        for (const { size, weight = 1 } of sources) {
          weights.fill(weight, start, start + size);
          start += size;
        }
      const size = weights.subarray(0, n).reduce((sum, weight) => sum + weight, 0);
      const models = modelsAt(done).slice();
      for (let lane = 0; lane < count; lane++) {
        if (status[lane] !== 0 || ended?.[lane]) continue;
        if (n < population) {
          subsample(chosen, lanes, lane, { generation, draw: regimeDraw, part: 0 }, population, n);
          eachChosen(sources, chosen, indices, (batch, places, some, before) => {
            const out = values.subarray(before, before + some);
            kernel.drawAt({ out, lane, models: batch.models, at: batch.at }, places, some);
          });
        } else {
          let next = 0;
          for (const batch of sources) {
            const out = values.subarray(next, next + batch.size);
            kernel.draw({ out, lane, models: batch.models, at: batch.at }, batch.size);
            next += batch.size;
          }
        }
        status[lane] = kernel.fit(models, lane, { values, weights, count: n, size });
      }
      if (looksBack) history.push(models);
      else history = [models];
      done = generation;
      kernel.measure(models, rows.metrics);
      rows.status.set(status);
      return books.facts(generation);
    },

    save(): Float64Array {
      const models = done === 0 ? [] : looksBack ? history.slice(1) : history;
      const saved = new Float64Array(count + width * models.length);
      saved.set(status);
      models.forEach((some, at) => {
        saved.set(some, count + at * width);
      });
      return saved;
    },

    restore(generation: number, saved: Float64Array): void {
      const held = looksBack ? generation : Math.min(generation, 1);
      if (saved.length !== count + width * held)
        throw new CorruptionError(
          `The state of generation ${generation} must be ${count + width * held} numbers long; got ${saved.length}. ` +
            "It belongs to another cell, slice or generation.",
        );
      const models = Array.from({ length: held }, (_, at) =>
        saved.slice(count + at * width, count + (at + 1) * width),
      );
      done = generation;
      status = Uint8Array.from(saved.subarray(0, count));
      history = looksBack || held === 0 ? [truth, ...models] : models;
    },
  };
}
