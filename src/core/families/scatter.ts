import type { Address, Lanes } from "../random/address.ts";
import { base, kernel, memoryWords, reserve } from "../random/kernel.ts";
import { behind, type Scattered } from "../random/points.ts";
import { subsamplesAt } from "../random/samplers.ts";

/** A batch of a pool. */
interface Batch {
  readonly size: number;
  readonly from: number;
  readonly at: Address;
}

/** Points handled at once: with their numbers they stay in the second-level cache. */
const pointsAtOnce = 4096;
/** Entries of the table that leads from places in the pool to batches. */
const mostEntries = 4096;

/**
 * Chooses what a fit of each lane sees, n observations of the pool of all batches or all of them, and gives them out lanes by
 * lanes.
 *
 * @param choice address of the choice
 * @param visit called for lanes in order; what it gets is written over afterwards
 * @source none: bookkeeping of the regimes
 */
export function scatter(
  batches: readonly Batch[],
  lanes: Lanes,
  choice: Address,
  n: number,
  visit: (points: Scattered) => void,
): void {
  const { population, largest, words: places, firsts, shift } = tableOf(batches);
  const together = Math.max(1, Math.min(lanes.count, Math.floor(pointsAtOnce / n)));
  const column = 4 * (Math.ceil((together * n) / 4) * 4 + behind);
  const placesAt = base + 6 * column;
  const firstsAt = placesAt + 4 * places.length;
  const free = Math.ceil((firstsAt + 4 * firsts.length) / 16) * 16;
  const numbers = new Int32Array(together * n);
  for (let lane = 0; lane < lanes.count; lane += together) {
    const several = Math.min(together, lanes.count - lane);
    const total = several * n;
    reserve(free);
    if (n < population) subsamplesAt(base, free, lanes, lane, several, choice, population, n);
    const words = memoryWords();
    if (n === population) for (let k = 0; k < total; k++) words[base / 4 + k] = k % n;
    words.set(places, placesAt / 4);
    words.set(firsts, firstsAt / 4);
    kernel.locate(base, column, total, n, lanes.first + lane, placesAt, firstsAt, shift);
    const from = (base + 4 * column) / 4;
    numbers.set(words.subarray(from, from + total));
    visit({ lane, lanes: several, count: n, batches: numbers, largest, at: base, column, free });
  }
}

/** What leads from places in the pool to batches, as the module has it. */
function tableOf(batches: readonly Batch[]): {
  readonly population: number;
  readonly largest: number;
  /** Five words a batch. */
  readonly words: Uint32Array;
  /** For each stretch of 2^shift places the batch that its first belongs to. */
  readonly firsts: Uint32Array;
  readonly shift: number;
} {
  const words = new Uint32Array(5 * batches.length);
  let [population, largest] = [0, 0];
  batches.forEach(({ size, from, at: { part, draw, generation } }, b) => {
    words[5 * b] = population;
    population += size;
    words[5 * b + 1] = population;
    words[5 * b + 2] = part | (draw << 8);
    words[5 * b + 3] = generation;
    words[5 * b + 4] = from;
    largest = Math.max(largest, size);
  });
  let [shift, stretch] = [0, 1];
  for (; population / stretch > mostEntries; stretch *= 2) shift++;
  const firsts = new Uint32Array(Math.ceil(population / stretch));
  for (let entry = 0, b = 0; entry < firsts.length; entry++) {
    while (entry * stretch >= words[5 * b + 1]!) b++;
    firsts[entry] = b;
  }
  return { population, largest, words, firsts, shift };
}
