import type { Cell, CohortSlice } from "./cell.ts";
import type { Cohort } from "./cohort.ts";
import { familyNamed } from "./families/registry.ts";
import type { Training } from "./regimes/regime.ts";
import { regimeNamed } from "./regimes/registry.ts";

/** Trainings of a cell that are kept at a time: more than anyone looks ahead or back in one generation. */
const remembered = 2048;

const known = new WeakMap<Cell, (generation: number) => Training>();

/**
 * The cohort of a slice at generation 0, wired to its family and regime.
 *
 * @throws {ParameterError} when the family cannot follow the regime
 */
export function openCohort(slice: CohortSlice): Cohort {
  const { cell } = slice;
  const family = familyNamed(cell.family);
  return family.cohort(slice, trainingOf(cell, family.samples(cell.parameters)));
}

/** What each generation of a cell trains on: the same function, and mostly the same answers, for all its cohorts. */
function trainingOf(cell: Cell, n: number): (generation: number) => Training {
  const before = known.get(cell);
  if (before) return before;
  const regime = regimeNamed(cell.regime);
  const answers: { readonly generation: number; readonly training: Training }[] = [];
  const training = (generation: number): Training => {
    const place = generation % remembered;
    const answer = answers[place];
    if (answer?.generation === generation) return answer.training;
    const made = regime.training(cell.regimeParameters, generation, n);
    answers[place] = { generation, training: made };
    return made;
  };
  known.set(cell, training);
  return training;
}
