import type { Cell } from "../core/cell.ts";

/** A spec that was checked and expanded: code that holds a Plan never re-checks. It is `plan.json` in the store. */
export interface Plan {
  readonly format: 1;
  /** Raised by any change that alters a number for the same seed; a resume across versions is refused. */
  readonly numericsVersion: number;
  /** `<name>-<10 hex digits of the spec's digest>`. */
  readonly sweepId: string;
  readonly name: string;
  /** SHA-256 of the canonical spec, hex. */
  readonly specDigest: string;
  readonly seed: number;
  readonly generations: number;
  readonly replicates: number;
  /** Cells in grid order. */
  readonly cells: readonly Cell[];
  /** Names of the parameters that are axes, in the spec's order: what tells cells apart for a reader. */
  readonly axes: readonly string[];
  /** How replicates are cut into cohorts: numbers do not depend on it. */
  readonly cohortSize: number;
  readonly checkpointEvery?: number;
  /** Compute queue (resource class); `cpu` unless the spec names one. */
  readonly queue: string;
  readonly report: { readonly metrics?: readonly string[]; readonly against: "theory" | "none" };
}

/** Cohorts of a plan are numbered cell by cell: cohort i is slice i % perCell of cell floor(i / perCell). */
export function cohortsPerCell(plan: Plan): number {
  return Math.ceil(plan.replicates / plan.cohortSize);
}

/** How many cohorts a plan has: how many chain workflows it starts. */
export function cohortCount(plan: Plan): number {
  return plan.cells.length * cohortsPerCell(plan);
}
