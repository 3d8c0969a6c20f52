import type { Address, Lanes } from "./address.ts";
import { aim, elementsOfStream, noSuch, slack } from "./batches.ts";
import { base, kernel, memoryDoubles, memoryWords, reserve } from "./kernel.ts";

/** Single observations of lanes, by the batch that each is from: point k of a lane is its k-th. */
export interface Scattered {
  /** The first lane and how many there are. */
  readonly lane: number;
  readonly lanes: number;
  /** Points a lane. */
  readonly count: number;
  /** Of each point, lane after lane: its batch, and its index in there. */
  readonly batches: Uint32Array;
  readonly indices: Uint32Array;
}

/** Points made in one call of the module. */
const atOnce = 1024;

/**
 * Standard normal numbers of single observations: out[p * width + e] is number e of point p of all lanes. A point's
 * numbers depend on its index, its batch's address, its lane and `width`, and on nothing else.
 *
 * @param addresses of the batches
 * @throws {NumericalError} where a stream has no such element
 */
export function normalsOfPoints(
  out: Float64Array,
  lanes: Lanes,
  addresses: readonly Address[],
  { lane, lanes: several, count, batches, indices }: Scattered,
  width: number,
): void {
  const total = several * count;
  const column = 4 * atOnce + 16;
  const scratch = base + 4 * column;
  const room = 16 * Math.ceil(width / 2);
  const result = scratch + (atOnce + 4) * room + slack;
  reserve(result + 8 * atOnce * width);
  const memory = memoryDoubles();
  const words = memoryWords();
  const places = new Uint32Array(addresses.length);
  const generations = new Uint32Array(addresses.length);
  for (let b = 0; b < addresses.length; b++) {
    const { part, draw, generation } = addresses[b]!;
    places[b] = part | (draw << 8);
    generations[b] = generation;
  }
  const indicesOfStream = elementsOfStream / (2 * Math.ceil(width / 2));
  const [second, third, fourth] = [column / 4, column / 2, (3 * column) / 4];
  aim(lanes, { generation: 0, draw: 0, part: 0 });
  for (let begin = 0; begin < total; begin += atOnce) {
    const n = Math.min(atOnce, total - begin);
    let replicate = lanes.first + lane + Math.floor(begin / count);
    let next = (Math.floor(begin / count) + 1) * count - begin;
    for (let i = 0, to = base / 4; i < n; i++, to++) {
      if (i === next) {
        replicate++;
        next += count;
      }
      const batch = batches[begin + i]!;
      const index = indices[begin + i]!;
      if (index >= indicesOfStream) noSuch(index * width);
      words[to] = index;
      words[to + second] = places[batch]!;
      words[to + third] = generations[batch]!;
      words[to + fourth] = replicate;
    }
    kernel.normalsOfPoints(result, scratch, base, column, n, width);
    out.set(memory.subarray(result / 8, result / 8 + n * width), begin * width);
  }
}
