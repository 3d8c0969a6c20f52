import type { Cell } from "../cell.ts";
import { familyNamed } from "../families/registry.ts";
import { type Batch, ledger } from "../regimes/ledger.ts";
import { regimeNamed } from "../regimes/registry.ts";
import { remembered } from "../regimes/remembered.ts";
import type { Training } from "../regimes/regime.ts";

/** Regimes with closed forms in theorems of their own. */
const served: readonly string[] = ["replace", "accumulate", "accumulate-subsample"];
const horizon = 64;

/**
 * What a cell's generations train on, if no theorem of its regime speaks of it already and every fit sees whole
 * batches.
 *
 * @source none: reads the regime
 */
export function trainingOf(cell: Cell): ((generation: number) => Training) | undefined {
  if (served.includes(cell.regime)) return undefined;
  const regime = regimeNamed(cell.regime);
  const n = familyNamed(cell.family).samples(cell.parameters);
  const training = remembered(
    (generation): Training => regime.training(cell.regimeParameters, generation, n),
  );
  for (let g = 1; g <= horizon; g++) if (training(g).sees !== "all") return undefined;
  return training;
}

/**
 * What is made once of the trainings of each cell that has some for {@link trainingOf}.
 *
 * @source none: remembers
 */
export function ofTrainings<T>(
  make: (training: (generation: number) => Training) => T,
): (cell: Cell) => T | undefined {
  const known = new WeakMap<Cell, { readonly made: T | undefined }>();
  return (cell) => {
    let found = known.get(cell);
    if (found === undefined) {
      const training = trainingOf(cell);
      found = { made: training && make(training) };
      known.set(cell, found);
    }
    return found.made;
  };
}

/**
 * The last generation, of the first 64, up to which a cell accumulates whatever its regime is called: each fit sees all
 * batches alike, one a generation of n observations, each from the model before.
 *
 * @source none: reads the regime
 */
export function accumulatesUntil(cell: Cell, n: number): number {
  const known = ends.get(cell);
  if (known !== undefined) return known;
  const training = trainingOf(cell);
  let end = 0;
  if (training) {
    const books = ledger(training);
    while (end < horizon && asAccumulated(books.batches(end + 1), end + 1, n)) end++;
  }
  ends.set(cell, end);
  return end;
}

const ends = new WeakMap<Cell, number>();

function asAccumulated(batches: readonly Batch[], generation: number, n: number): boolean {
  const [{ weight: first = 1 } = {}] = batches;
  return (
    batches.length === generation &&
    batches.every(
      ({ generation: made, from, size, weight = 1 }, at) =>
        made === at + 1 && from === at && size === n && Math.abs(weight - first) <= 1e-12 * first,
    )
  );
}
