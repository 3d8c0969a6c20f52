import type { TrainingFacts } from "../cohort.ts";
import type { Draw, Training } from "./regime.ts";

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
}

/**
 * Books of a regime: pure in the generation, so nothing of it stands in a checkpoint.
 *
 * @source arXiv:2404.01413, Section 2: n, g·n and n observations for replace, accumulate and subsample
 */
export function ledger(training: (generation: number) => Training): Ledger {
  const books = known.get(training) ?? opened(training);
  known.set(training, books);
  return books;
}

/** Cohorts of a cell share their trainings, and so what these add up to. */
const known = new WeakMap<(generation: number) => Training, Ledger>();

function opened(training: (generation: number) => Training): Ledger {
  const drawn: Batch[] = [];
  const ends: number[] = [0]; // batches drawn up to and with generation g
  const sizes: number[] = [0]; // observations drawn up to and with generation g
  const real: number[] = [0];

  function extend(generation: number): void {
    for (let g = ends.length; g <= generation; g++) {
      let size = sizes[g - 1] ?? 0;
      let fromTruth = real[g - 1] ?? 0;
      training(g).draws.forEach((made, draw) => {
        drawn.push({ ...made, generation: g, draw });
        size += made.size;
        if (made.from === 0) fromTruth += made.size;
      });
      ends.push(drawn.length);
      sizes.push(size);
      real.push(fromTruth);
    }
  }

  const madeAt = (g: number): readonly Batch[] => drawn.slice(ends[g - 1], ends[g]);

  function batches(generation: number): readonly Batch[] {
    extend(generation);
    const { keeps, weights } = training(generation);
    if (keeps === "all") return drawn.length === ends[generation] ? drawn : drawn.slice(0, ends[generation]);
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
    const { keeps } = training(generation);
    const among = keeps === "all" ? undefined : batches(generation);
    if (!among) return { size: sizes[generation] ?? 0, real: real[generation] ?? 0 };
    const total = (some: readonly Batch[]): number => some.reduce((sum, batch) => sum + batch.size, 0);
    return { size: total(among), real: total(among.filter((batch) => batch.from === 0)) };
  }

  return {
    training,
    batches,
    facts(generation) {
      extend(generation);
      const { size, real: fromTruth } = pool(generation);
      const { sees } = training(generation);
      return { size: sees === "all" ? size : Math.min(sees, size), realShare: fromTruth / size };
    },
  };
}
