import type { TrainingFacts } from "../cohort.ts";
import { retained } from "./needs.ts";
import type { Draw, Training } from "./regime.ts";
import { readOnce, remembered } from "./remembered.ts";

/** A batch of the pool: where its observations come from and at which draw of which generation they were made. */
export interface Batch extends Draw {
  readonly generation: number;
  /** Its place among that generation's draws. */
  readonly draw: number;
}

/** The trainings of a chain in order, with what they add up to. */
export interface Ledger {
  training(generation: number): Training;
  /** The batches that the fit of this generation chooses from, oldest first. */
  batches(generation: number): readonly Batch[];
  /** Size and share of real data of what the fit sees; of a subsample, its expectation. */
  facts(generation: number): TrainingFacts;
  /** The generations up to this one whose batches some later fit keeps. */
  retained(generation: number): readonly number[];
}

/**
 * Books of a regime: pure in the generation, so nothing of it stands in a checkpoint. What they hold grows with the generation
 * only where batches are kept for good: two numbers a generation, and the batches themselves where someone asks for them.
 *
 * @source arXiv:2404.01413, Section 2: n, g·n and n observations for replace, accumulate and subsample
 */
export const ledger: (training: (generation: number) => Training) => Ledger = readOnce(opened);

function opened(training: (generation: number) => Training): Ledger {
  const drawn: Batch[] = [];
  const ends: number[] = [0]; // batches drawn up to and with generation g
  const sizes: number[] = [0]; // observations drawn up to and with generation g
  const real: number[] = [0];

  const madeAt = (generation: number): readonly Batch[] =>
    training(generation).draws.map((made, draw) => ({ ...made, generation, draw }));

  function everything(generation: number): readonly Batch[] {
    for (let g = ends.length; g <= generation; g++) {
      drawn.push(...madeAt(g));
      ends.push(drawn.length);
    }
    return drawn.length === ends[generation] ? drawn : drawn.slice(0, ends[generation]);
  }

  function batches(generation: number): readonly Batch[] {
    const { keeps, weights } = training(generation);
    if (keeps === "all") return everything(generation);
    if (keeps === "none") return madeAt(generation);
    const kept = keeps.map((made, at) => {
      const weight = weights?.[at];
      return {
        made,
        batches: madeAt(made).map((batch) => (weight === undefined ? batch : { ...batch, weight })),
      };
    });
    kept.sort((a, b) => a.made - b.made);
    return [...kept.flatMap(({ batches: some }) => some), ...madeAt(generation)];
  }

  function pool(generation: number): { readonly size: number; readonly real: number } {
    const total = (some: readonly Draw[]): number => some.reduce((sum, draw) => sum + draw.size, 0);
    const fromTruth = (some: readonly Draw[]): number => total(some.filter(({ from }) => from === 0));
    const { keeps, draws } = training(generation);
    if (keeps !== "all") {
      const among = keeps === "none" ? draws : batches(generation);
      return { size: total(among), real: fromTruth(among) };
    }
    for (let g = sizes.length; g <= generation; g++) {
      const { draws: made } = training(g);
      sizes.push((sizes[g - 1] ?? 0) + total(made));
      real.push((real[g - 1] ?? 0) + fromTruth(made));
    }
    return { size: sizes[generation] ?? 0, real: real[generation] ?? 0 };
  }

  return {
    training,
    batches,
    facts: remembered((generation) => {
      const { size, real: fromTruth } = pool(generation);
      const { sees } = training(generation);
      return { size: sees === "all" ? size : Math.min(sees, size), realShare: fromTruth / size };
    }),
    retained: remembered((generation) => retained(training, generation)),
  };
}
