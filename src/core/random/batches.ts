import { NumericalError } from "../errors.ts";
import type { Address, Lanes } from "./address.ts";
import { base, kernel, memoryDoubles, memoryWords, reserve } from "./kernel.ts";

/** Numbers made in one call of the module: its memory stays bounded, and in the second-level cache. */
const atOnce = 4096;
/** Bytes behind blocks that the module may write over. */
export const slack = 256;
/** A stream has this many elements: their number is one 32-bit word of the counter. */
export const elementsOfStream: number = 2 ** 32;

// What a call uses of the memory: results, element numbers and blocks.
const elements = base + 8 * atOnce;
const scratch = elements + 4 * atOnce + slack;
reserve(scratch + 16 * atOnce + slack);

/** Points the module at the streams of an address. */
export function aim({ key }: Lanes, { part, draw, generation }: Address): void {
  kernel.address(key[0], key[1], part, draw, generation);
}

/** One call of the module: lanes × elements from element `first` of `replicate` on. */
export type Fill = (
  out: number,
  scratch: number,
  replicate: number,
  lanes: number,
  first: number,
  n: number,
) => void;

/**
 * Fills `out`, shape [lanes, perLane], in calls of at most `atOnce` numbers: of several lanes, or of a stretch of one
 * lane's elements.
 */
export function inBatches(out: Float64Array, lanes: Lanes, at: Address, perLane: number, fill: Fill): void {
  const memory = memoryDoubles();
  const { count } = lanes;
  const stretch = Math.min(perLane, atOnce);
  const together = Math.floor(atOnce / Math.max(1, stretch));
  aim(lanes, at);
  for (let lane = 0; lane < count; lane += together) {
    const width = Math.min(together, count - lane);
    for (let element = 0; element < perLane; element += stretch) {
      const n = Math.min(stretch, perLane - element);
      const from = lane * perLane + element;
      fill(base, scratch, lanes.first + lane, width, element, n);
      out.set(memory.subarray(base / 8, base / 8 + width * n), from);
    }
  }
}

/**
 * Numbers by element: out[i * perIndex + k] is element indices[i] * perIndex + k of the lane's stream.
 *
 * @throws {NumericalError} where a stream has no such element
 */
export function byElement(
  out: Float64Array,
  lanes: Lanes,
  lane: number,
  at: Address,
  indices: Uint32Array,
  count: number,
  perIndex: number,
  fill: (out: number, scratch: number, elements: number, n: number, replicate: number) => void,
): void {
  const memory = memoryDoubles();
  const words = memoryWords();
  const total = count * perIndex;
  let index = 0;
  let k = 0;
  aim(lanes, at);
  for (let begin = 0; begin < total; begin += atOnce) {
    const n = Math.min(atOnce, total - begin);
    for (let i = 0, to = elements / 4; i < n; i++, to++) {
      const element = indices[index]! * perIndex + k;
      if (element >= elementsOfStream) noSuch(element);
      words[to] = element;
      k++;
      if (k === perIndex) {
        k = 0;
        index++;
      }
    }
    fill(base, scratch, elements, n, lanes.first + lane);
    // Calls for a handful of elements are many: a loop costs them less than a view.
    for (let i = 0, from = base / 8; i < n; i++, from++) out[begin + i] = memory[from]!;
  }
}

/** In place maps: {@link inBatches} without streams. */
export function mapped(out: Float64Array, values: Float64Array, map: (at: number, n: number) => void): void {
  const memory = memoryDoubles();
  for (let begin = 0; begin < values.length; begin += atOnce) {
    const n = Math.min(atOnce, values.length - begin);
    memory.set(values.subarray(begin, begin + n), base / 8);
    map(base, n);
    out.set(memory.subarray(base / 8, base / 8 + n), begin);
  }
}

/** @throws {NumericalError} */
export function noSuch(element: number): never {
  throw new NumericalError(
    `A stream has 2^32 elements; got element ${element}. Draw smaller batches, or fewer numbers an observation.`,
  );
}
