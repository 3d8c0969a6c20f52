import type { Cohort, GenerationRows, TrainingFacts } from "../cohort.ts";
import { CorruptionError } from "../errors.ts";
import { ledger } from "../regimes/ledger.ts";
import type { Training } from "../regimes/regime.ts";

/** A family whose fit needs the observations themselves, bound to parameters and lanes. */
export interface ReplayedKernel {
  /** Numbers a model takes, a lane. */
  readonly modelWidth: number;
  /** The true model, in every lane. */
  truth(models: Float64Array): void;
  /** Forgets every observation. */
  clear(): void;
  /**
   * Draws what a generation draws and brings the training data up to date: a pure function of the streams of this
   * generation, of these models and of the data so far.
   *
   * @param models those of the generation before
   */
  draw(generation: number, training: Training, models: Float64Array): void;
  /** Replaces each lane's model by the estimate from the data. */
  fit(generation: number, training: Training, models: Float64Array): void;
  /** Writes the family's metrics, in its order, one entry a lane. */
  measure(models: Float64Array, metrics: readonly Float64Array[]): void;
  /** Sums over all of the data that would cost as much to make anew as they did at first: they are saved too. */
  readonly sums?: {
    /** How many numbers they are after a generation with this training. */
    width(training: Training): number;
    save(out: Float64Array): void;
    /** Takes back what `save` gave, once the data are there again. */
    restore(saved: Float64Array): void;
  };
}

/**
 * A cohort that holds observations while it runs, but saves models alone, and sums if there are: what was drawn is a pure
 * function of them and of the streams, and is drawn again on restoring. A checkpoint grows by one model a generation.
 *
 * @source none: bookkeeping
 */
export function replayedCohort(
  count: number,
  kernel: ReplayedKernel,
  training: (generation: number) => Training,
): Cohort {
  const width = count * kernel.modelWidth;
  const books = ledger(training);
  const truth = new Float64Array(width);
  kernel.truth(truth);
  /** The models of generations 0, 1, 2, … */
  let history: Float64Array[] = [truth];
  const newest = (): Float64Array => history.at(-1) ?? truth;
  const sumsAt = (generation: number): number =>
    generation === 0 ? 0 : (kernel.sums?.width(training(generation)) ?? 0);

  return {
    get generation(): number {
      return history.length - 1;
    },

    advance(rows: GenerationRows): TrainingFacts {
      const generation = history.length;
      const now = training(generation);
      kernel.draw(generation, now, newest());
      const models = newest().slice();
      kernel.fit(generation, now, models);
      history.push(models);
      kernel.measure(models, rows.metrics);
      rows.status.fill(0);
      return books.facts(generation);
    },

    save(): Float64Array {
      const generation = history.length - 1;
      const saved = new Float64Array(width * generation + sumsAt(generation));
      history.slice(1).forEach((models, at) => {
        saved.set(models, at * width);
      });
      if (sumsAt(generation) > 0) kernel.sums?.save(saved.subarray(width * generation));
      return saved;
    },

    restore(generation: number, saved: Float64Array): void {
      const length = width * generation + sumsAt(generation);
      if (saved.length !== length)
        throw new CorruptionError(
          `The state of generation ${generation} must be ${length} numbers long; got ${saved.length}. ` +
            "It belongs to another cell, slice or generation.",
        );
      kernel.clear();
      history = [truth];
      for (let g = 1; g <= generation; g++) {
        kernel.draw(g, training(g), newest());
        history.push(saved.slice((g - 1) * width, g * width));
      }
      if (sumsAt(generation) > 0) kernel.sums?.restore(saved.subarray(width * generation));
    },
  };
}
