import type { Until } from "./decide.ts";

/**
 * Ends of the rounds in which replicates are made: min, twice that, and so on, and max. The number of looks grows with
 * the logarithm of max, and a round keeps many cores busy.
 */
export function roundEnds({ min, max }: Pick<Until, "min" | "max">): number[] {
  const ends: number[] = [];
  for (let end = min; end < max; end *= 2) ends.push(end);
  return [...ends, max];
}
