import type { Needs } from "../regimes/needs.ts";
import type { Draw, Training } from "../regimes/regime.ts";
import type { Choice, StatisticKernel } from "./statistic-kernel.ts";

/**
 * The draw of a generation on whose streams the regime itself chooses; a generation has fewer batches than this.
 *
 * @source none: bookkeeping of the regimes
 */
export const regimeDraw = 255;

/**
 * Whether a kernel does a generation in one go where a fit is trained so, and this much is kept of the past.
 *
 * @source none: bookkeeping of the regimes
 */
export function steppable(
  { step, stepsSeveral, stepsChosen }: StatisticKernel,
  needs: Needs,
  { draws, keeps, sees }: Training,
  generation: number,
): boolean {
  if (!step || needs.batches || needs.points || (sees !== "all" && !stepsChosen)) return false;
  if (keeps !== (needs.pool ? "all" : "none") || draws.length === 0) return false;
  const plain = ({ from, weight = 1 }: Draw): boolean => from === generation - 1 && weight === 1;
  return stepsSeveral === true || (draws.length === 1 && draws.every(plain));
}

/**
 * What a fit sees of `size` observations, where that is not all of them.
 *
 * @param ended lanes (those not 0) that may be left out
 * @source none: bookkeeping of the regimes
 */
export function choiceOf(
  { sees }: Training,
  generation: number,
  size: number,
  ended: Int32Array | undefined,
): Choice | undefined {
  const at = { generation, draw: regimeDraw, part: 0 };
  return sees === "all" || sees >= size ? undefined : { n: sees, at, ended };
}
