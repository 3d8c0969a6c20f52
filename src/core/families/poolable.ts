import type { Training } from "../regimes/regime.ts";
import { readOnce } from "../regimes/remembered.ts";

const horizon = 64;

/**
 * Whether every fit sees, or chooses from, all that was ever drawn, each batch from the truth or the last model: then what a
 * chain must remember is the pool.
 *
 * @source none: bookkeeping of the regimes
 */
export const poolable: (training: (generation: number) => Training) => boolean = readOnce(read);

function read(training: (generation: number) => Training): boolean {
  for (let g = 1; g <= horizon; g++) {
    const { draws, keeps } = training(g);
    if (keeps !== "all" || draws.some(({ from }) => from !== 0 && from !== g - 1)) return false;
  }
  return true;
}
