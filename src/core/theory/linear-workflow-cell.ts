import type { Cell } from "../cell.ts";
import { familyNamed } from "../families/registry.ts";
import { regimeNamed } from "../regimes/registry.ts";
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
  const training = (generation: number): Training => regime.training(cell.regimeParameters, generation, n);
  for (let g = 1; g <= horizon; g++) if (training(g).sees !== "all") return undefined;
  return training;
}
