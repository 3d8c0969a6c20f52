/** A parameter once the grid is expanded: one value, no axis. */
export type ParameterValue = number | string | boolean | readonly number[];

export type Parameters = Readonly<Record<string, ParameterValue>>;

/**
 * One point of the grid. Its numbers depend on `key`, replicate and generation, and on nothing else: neither the
 * rest of the grid, nor the number of replicates or generations asked for, enters the key.
 */
export interface Cell {
  /** 16 hex digits: a digest of family, regime, parameters (defaults filled in), sweep seed, and when chains stop. */
  readonly id: string;
  /** Two unsigned 32-bit words: the key of this cell's random streams, from the same but when chains stop. */
  readonly key: readonly [number, number];
  readonly family: string;
  /** The family's parameters, defaults filled in. */
  readonly parameters: Parameters;
  readonly regime: string;
  /** The regime's own parameters, defaults filled in; empty for most. */
  readonly regimeParameters: Parameters;
  /**
   * Bytes of the files that parameters name, by parameter, in memory that threads share. They are no part of the
   * identity, which has their digests, nor of plan.json: whoever reads a plan attaches them.
   */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** Cohorts [from, to) of a plan, by number. */
export interface CohortRange {
  readonly from: number;
  readonly to: number;
}

/** Replicates [first, first + count) of one cell, advanced together. */
export interface CohortSlice {
  readonly cell: Cell;
  readonly first: number;
  readonly count: number;
}
