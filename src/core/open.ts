import type { CohortSlice } from "./cell.ts";
import type { Cohort } from "./cohort.ts";
import { familyNamed } from "./families/registry.ts";
import { trainings } from "./regimes/trainings.ts";

/**
 * The cohort of a slice at generation 0, wired to its family and regime.
 *
 * @throws {ParameterError} when the family cannot follow the regime
 */
export function openCohort(slice: CohortSlice): Cohort {
  const { cell } = slice;
  const family = familyNamed(cell.family);
  return family.cohort(slice, trainings(cell, family.samples(cell.parameters)));
}
