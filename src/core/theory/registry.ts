import type { Cell } from "../cell.ts";
import * as all from "./all.ts";
import type { Prediction, Theorem } from "./prediction.ts";

const theorems: readonly Theorem[] = Object.values(all);

/** All that the theorems say of the mean over replicates of a metric; nothing where none applies. */
export function predictions(cell: Cell, metric: string, generation: number): readonly Prediction[] {
  return theorems.flatMap((theorem) => theorem(cell, metric, generation) ?? []);
}
