/** Sweeps of up to this many generations have a row of `cells` for each. */
const few = 60;
const perDecade = 20;

/**
 * The generations that `cells` reports: all of them up to 60; beyond that 1 to 10, then 20 a decade (11, 13, 14, 16,
 * 18, 20, 22, 25, …, 100, 112, …) and the last. The grid before the last does not depend on how many there are.
 */
export function generationGrid(generations: number): number[] {
  if (generations <= few) return Array.from({ length: generations }, (_, i) => i + 1);
  const grid = new Set(Array.from({ length: 10 }, (_, i) => i + 1));
  for (let step = perDecade + 1; ; step++) {
    const generation = Math.round(10 ** (step / perDecade));
    if (generation >= generations) break;
    grid.add(generation);
  }
  return [...grid.add(generations)];
}
