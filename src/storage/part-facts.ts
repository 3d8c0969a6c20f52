/**
 * What a part says of itself in its file metadata, under `ouroboros`: nothing that depends on who wrote it, nor on the
 * sweep it was written for.
 */
export interface PartFacts {
  readonly numericsVersion: number;
  readonly cellId: string;
  readonly family: string;
  readonly regime: string;
  /** Replicates [first, first + count), generations `from` to `to`, both included. */
  readonly first: number;
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** Where it stands in the file metadata. */
export const metadataKey = "ouroboros";

/** Columns of a part before the metrics, whose names get a prefix that keeps them apart. */
export const metricPrefix = "m_";
