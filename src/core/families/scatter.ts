import type { Address, Lanes } from "../random/address.ts";
import type { Scattered } from "../random/points.ts";
import { subsamples } from "../random/samplers.ts";

/** Points handled at once: with their numbers they stay in the second-level cache. */
const pointsAtOnce = 16384;
/** Entries of the table that leads from places in the pool to batches. */
const mostEntries = 4096;

/**
 * Chooses what a fit of each lane sees, n observations of the pool of all batches, and gives them out lanes by lanes.
 *
 * @param choice address of the choice
 * @param visit called for lanes in order; what it gets is written over afterwards
 * @source none: bookkeeping of the regimes
 */
export function scatter(
  batches: readonly { readonly size: number }[],
  lanes: Lanes,
  choice: Address,
  n: number,
  visit: (points: Scattered) => void,
): void {
  const ends = new Float64Array(batches.length);
  let population = 0;
  batches.forEach(({ size }, b) => {
    population += size;
    ends[b] = population;
  });
  const { shift, firsts } = tableOf(ends, population);
  const together = Math.max(1, Math.min(lanes.count, Math.floor(pointsAtOnce / n)));
  const indices = new Uint32Array(together * n);
  const from = new Uint32Array(together * n);
  for (let lane = 0; lane < lanes.count; lane += together) {
    const some = Math.min(together, lanes.count - lane);
    if (n < population) subsamples(indices, lanes, lane, some, choice, population, n);
    else for (let k = 0; k < some * n; k++) indices[k] = k % n;
    for (let k = 0; k < some * n; k++) {
      const place = indices[k]!;
      let b = firsts[place >>> shift]!;
      while (place >= ends[b]!) b++;
      from[k] = b;
      if (b > 0) indices[k] = place - ends[b - 1]!;
    }
    visit({ lane, lanes: some, count: n, batches: from, indices });
  }
}

/** For each stretch of 2^shift places the batch that its first belongs to. */
function tableOf(
  ends: Float64Array,
  population: number,
): { readonly shift: number; readonly firsts: Uint32Array } {
  let shift = 0;
  let stretch = 1;
  for (; population / stretch > mostEntries; stretch *= 2) shift++;
  const firsts = new Uint32Array(Math.ceil(population / stretch));
  let b = 0;
  for (let entry = 0; entry < firsts.length; entry++) {
    while (entry * stretch >= ends[b]!) b++;
    firsts[entry] = b;
  }
  return { shift, firsts };
}
