/** How far a sweep reaches: a plan says so. */
interface Extent {
  readonly cells: { readonly length: number };
  /** Of a cell; at most, where values decide on them. */
  readonly replicates: number;
  /** Of a chain; at most, where chains may end before. */
  readonly generations: number;
}

/** Its chains, at most. */
export function chainCount({ cells, replicates }: Pick<Extent, "cells" | "replicates">): number {
  return cells.length * replicates;
}

/** Its chain-generations, at most: the rows of `generations` once it is complete. */
export function generationCount(extent: Extent): number {
  return chainCount(extent) * extent.generations;
}
