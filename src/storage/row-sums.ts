import { base, kernel, memoryDoubles, reserve } from "../core/random/kernel.ts";
import { noRow, type Segment } from "../core/segment.ts";

/** Sum of the hashes of some rows: four 32-bit lanes, each summed modulo 2^64, as 64 hex digits. */
export type RowSums = string;

/** Of no rows. */
export const noRows: RowSums = "0".repeat(64);

const mask64 = (1n << 64n) - 1n;
/** Bytes of the four sums in the kernel's memory. */
const sumsBytes = 32;

/**
 * What the rows of a segment add to the dataset's digest. A row's hash is 128 bits over replicate, generation, status
 * and the exact bits of training size, share of real data and every metric (NaN as one fixed pattern): four lanes take
 * each word with an odd multiplier of their own, by which nothing is lost, so that different words give each lane
 * different results. A sum knows no order: equal rows have equal sums however they were cut.
 *
 * @param first replicate of lane 0
 */
export function rowSums(first: number, segment: Segment): RowSums {
  const { count, from, to, status, metrics, trainingSize, realShare } = segment;
  const statusAt = base + sumsBytes;
  const valuesAt = statusAt + 8 * Math.ceil(count / 8);
  reserve(valuesAt + 8 * count * metrics.length);
  const memory = memoryDoubles();
  memory.fill(0, base / 8, statusAt / 8);
  const words = new Uint8Array(memory.buffer, statusAt, count);
  for (let g = 0; g <= to - from; g++) {
    const [begin, end] = [g * count, (g + 1) * count];
    words.set(status.subarray(begin, end));
    for (const [index, values] of metrics.entries())
      memory.set(values.subarray(begin, end), valuesAt / 8 + index * count);
    const [size, share] = [trainingSize[g] as number, realShare[g] as number];
    kernel.addRowHashes(
      ...([base, statusAt, noRow, valuesAt] as const),
      ...([count, metrics.length, first, from + g, size, share] as const),
    );
  }
  return hex(new BigUint64Array(memory.buffer, base, 4));
}

/** Sums of the rows of all. */
export function addSums(all: readonly RowSums[]): RowSums {
  const totals = [0n, 0n, 0n, 0n];
  for (const sums of all)
    for (let i = 0; i < 4; i++)
      totals[i] = ((totals[i] as bigint) + BigInt(`0x${sums.slice(16 * i, 16 * i + 16)}`)) & mask64;
  return hex(totals);
}

function hex(totals: Iterable<bigint>): RowSums {
  return Array.from(totals, (total) => total.toString(16).padStart(16, "0")).join("");
}
