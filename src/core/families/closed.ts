import type { Training } from "../regimes/regime.ts";
import { readOnce } from "../regimes/remembered.ts";

const horizon = 64;

/**
 * Whether a chain can never leave a law that draws one value alone: whether every fit after the first sees nothing but
 * batches that the fit before saw, and one drawn from it. Fresh real data, older models and subsamples of a pool all
 * bring lost values back.
 *
 * @source none: bookkeeping of the regimes
 */
export const closed: (training: (generation: number) => Training) => boolean = readOnce(read);

function read(training: (generation: number) => Training): boolean {
  let seen = new Set<number>([1]);
  for (let g = 2; g <= horizon; g++) {
    const { draws, keeps, sees } = training(g);
    if (sees !== "all" || draws.some(({ from }) => from !== g - 1)) return false;
    const kept =
      keeps === "all" ? Array.from({ length: g - 1 }, (_, i) => i + 1) : keeps === "none" ? [] : keeps;
    if (kept.some((made) => !seen.has(made))) return false;
    seen = new Set([...kept, g]);
  }
  return training(1).sees === "all";
}
