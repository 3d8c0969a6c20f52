/**
 * The lanes of a cohort as the random streams see them: lane i is replicate `first + i` of the cell with this key.
 */
export interface Lanes {
  /** Two unsigned 32-bit words. */
  readonly key: readonly [number, number];
  readonly first: number;
  readonly count: number;
}

/**
 * Where in the life of a chain a random number belongs. With key and replicate it names one stream; the streams of
 * different addresses never meet, since the address is the counter of a counter-based generator (Philox 4x32-10).
 */
export interface Address {
  /** Unsigned, 32 bits. */
  readonly generation: number;
  /** Which draw of that generation, 0 to 255: a generation may draw several batches (real and synthetic, say). */
  readonly draw: number;
  /** Which part of that draw, 0 to 255: the family's business (mean, scatter, labels, …). */
  readonly part: number;
}
