import type { Training } from "./regime.ts";

/** Generations whose values are kept; where chains are longer, later ones are made again each time. */
const most = 2048;

/**
 * A pure function of the generation whose values are kept.
 *
 * @source none: bookkeeping of the regimes
 */
export function remembered<T extends object>(of: (generation: number) => T): (generation: number) => T {
  const known: T[] = [];
  return (generation) => {
    const value = known[generation] ?? of(generation);
    if (generation <= most) known[generation] = value;
    return value;
  };
}

/**
 * What is read off the trainings of a cell, read once: its cohorts share them, and reading takes longer than some generations.
 *
 * @source none: bookkeeping of the regimes
 */
export function readOnce<T>(
  read: (training: (generation: number) => Training) => T,
): (training: (generation: number) => Training) => T {
  const known = new WeakMap<(generation: number) => Training, { readonly found: T }>();
  return (training) => {
    const found = known.get(training) ?? { found: read(training) };
    known.set(training, found);
    return found.found;
  };
}
