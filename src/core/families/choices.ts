import type { Address, Lanes } from "../random/address.ts";
import { subsample } from "../random/samplers.ts";

/**
 * Gives out the n places in a pool that each lane's fit sees, in ascending order; all of them where there are no more.
 *
 * @param ended lanes, those not 0, that are left out
 * @source none: bookkeeping of the regimes
 */
export function eachChoice(
  lanes: Lanes,
  at: Address,
  population: number,
  n: number,
  ended: Int32Array | undefined,
  visit: (lane: number, chosen: Uint32Array) => void,
): void {
  const chosen = Uint32Array.from({ length: n }, (_, index) => index);
  for (let lane = 0; lane < lanes.count; lane++) {
    if (ended?.[lane]) continue;
    if (n < population) subsample(chosen, lanes, lane, at, population, n);
    visit(lane, chosen);
  }
}
