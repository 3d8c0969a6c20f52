/**
 * What became of a chain, by the code that stands in a row's status; the dataset writes the word.
 * A chain with any status but `ok` goes on being reported, frozen where its law leaves it, unless the sweep stops it.
 */
export const statuses = [
  "ok",
  "absorbed", // the law reached a state that it cannot leave (a Bernoulli at 0 or 1)
  "underflow", // the spread fell below what a double holds well (1e-150)
  "singular", // no unique estimate: fewer distinct rows than unknowns
  "separated", // a logistic fit whose likelihood has no maximum
  "diverged", // an iteration that did not converge within its bound
  "stopped", // the sweep's own condition for an end held: the last generation of the chain
] as const;

export type Status = (typeof statuses)[number];

/** Statuses that a chain never leaves: from then on its model stays as it is. (`singular` may pass.) */
export const finalStatuses: readonly Status[] = ["absorbed", "underflow", "separated", "diverged"];

/** Where a generation's results go: one entry a lane (replicate first + lane). */
export interface GenerationRows {
  /** `metrics[m][lane]`, in the order of the family's metrics; NaN is written as null with a status other than ok. */
  readonly metrics: readonly Float64Array[];
  /** Index into {@link statuses}. */
  readonly status: Uint8Array;
}

/** What a generation trained on; the same for every lane. */
export interface TrainingFacts {
  /** Observations in the training set. */
  readonly size: number;
  /** Share of them that are real data, 0 to 1. */
  readonly realShare: number;
}

/** Lanes of one cell moving through generations together. Not shared between threads; holds no hidden randomness. */
export interface Cohort {
  /** Generations done; 0 before the fit to real data, which is generation 1. */
  readonly generation: number;
  /**
   * Draws, fits and measures one generation of every lane.
   *
   * @param ended lanes (those not 0) whose rows nobody looks at from now on: a cohort that goes lane by lane leaves
   * their work out, one that goes in columns over all lanes does it still
   */
  advance(rows: GenerationRows, ended?: Int32Array): TrainingFacts;
  /** Everything needed to go on after `generation`. */
  save(): Float64Array;
  /** Takes back what `save` gave. @throws {CorruptionError} on a length that does not fit */
  restore(generation: number, saved: Float64Array): void;
}
