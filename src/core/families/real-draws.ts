import type { Training } from "../regimes/regime.ts";

const horizon = 1000;

/**
 * Real observations that a chain ever draws, and so the most symbols that it can know; infinite where it goes on.
 *
 * @source none: bookkeeping of the regimes
 */
export function realDraws(training: (generation: number) => Training): number {
  for (let g = 2; g <= horizon; g++) if (training(g).draws.some(({ from }) => from === 0)) return Infinity;
  return training(1).draws.reduce((sum, { size }) => sum + size, 0);
}
