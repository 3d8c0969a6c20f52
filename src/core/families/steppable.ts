import type { Needs } from "../regimes/needs.ts";
import type { Draw, Training } from "../regimes/regime.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

/**
 * Whether a kernel does a generation in one go where a fit is trained so, and this much is kept of the past.
 *
 * @source none: bookkeeping of the regimes
 */
export function steppable(
  { step, stepsSeveral }: StatisticKernel,
  needs: Needs,
  { draws, keeps, sees }: Training,
  generation: number,
): boolean {
  if (!step || needs.batches || needs.points || sees !== "all") return false;
  if (keeps !== (needs.pool ? "all" : "none") || draws.length === 0) return false;
  const plain = ({ from, weight = 1 }: Draw): boolean => from === generation - 1 && weight === 1;
  return stepsSeveral === true || (draws.length === 1 && draws.every(plain));
}
