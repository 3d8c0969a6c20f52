import type { Cell } from "../cell.ts";
import type { Training } from "./regime.ts";
import { regimeNamed } from "./registry.ts";
import { remembered } from "./remembered.ts";

let keptKey = "";
let kept: ((generation: number) => Training) | undefined;

/**
 * What each generation of a cell trains on, batches being of n observations. Cohorts of one cell come one after the
 * other, and each asks for every generation several times: the last cell's trainings are kept.
 *
 * @source none: bookkeeping of the regimes
 */
export function trainings(
  { regime: name, regimeParameters }: Pick<Cell, "regime" | "regimeParameters">,
  n: number,
): (generation: number) => Training {
  const key = JSON.stringify([name, regimeParameters, n]);
  if (kept && key === keptKey) return kept;
  const regime = regimeNamed(name);
  keptKey = key;
  kept = remembered((generation) => regime.training(regimeParameters, generation, n));
  return kept;
}
