import { endianness } from "node:os";
import { noRow, type Segment } from "../core/segment.ts";

/** Sum of the hashes of some rows: four 32-bit lanes, each summed modulo 2^64, as 64 hex digits. */
export type RowSums = string;

/** Of no rows. */
export const noRows: RowSums = "0".repeat(64);

/** Odd 32-bit multipliers, one a lane: multiplying by them loses nothing. */
const m0 = 0x9e3779b1;
const m1 = 0x85ebca6b;
const m2 = 0xc2b2ae35;
const m3 = 0x27d4eb2f;
const mask64 = (1n << 64n) - 1n;
/** The high half of the one pattern that all NaN stand for. */
const nanHigh = 0x7ff80000;
/** Where the low half of a double lies. */
const low = endianness() === "LE" ? 0 : 1;

/**
 * What the rows of a segment add to the dataset's digest. A row's hash is 128 bits over replicate, generation, status
 * and the exact bits of training size, share of real data and every metric (NaN as one fixed pattern). A sum knows no
 * order: equal rows have equal sums however they were cut.
 *
 * @param first replicate of lane 0
 */
export function rowSums(first: number, segment: Segment): RowSums {
  const { count, from, to, status } = segment;
  const metrics = segment.metrics.map((values) => ({ values, halves: words(values) }));
  const size = words(segment.trainingSize);
  const share = words(segment.realShare);
  const row = new Int32Array(7 + 2 * metrics.length);
  const totals = [0n, 0n, 0n, 0n];
  for (let g = 0; g <= to - from; g++) {
    const sums = new Float64Array(4);
    row[1] = from + g;
    row[3] = size[2 * g + low] as number;
    row[4] = size[2 * g + 1 - low] as number;
    row[5] = share[2 * g + low] as number;
    row[6] = share[2 * g + 1 - low] as number;
    for (let lane = 0; lane < count; lane++) {
      const at = g * count + lane;
      if (status[at] === noRow) continue;
      row[0] = first + lane;
      row[2] = status[at] ?? 0;
      let word = 7;
      for (const { values, halves } of metrics) {
        const missing = Number.isNaN(values[at]);
        row[word++] = missing ? 0 : (halves[2 * at + low] as number);
        row[word++] = missing ? nanHigh : (halves[2 * at + 1 - low] as number);
      }
      addHash(row, sums);
    }
    for (let i = 0; i < 4; i++) totals[i] = ((totals[i] as bigint) + BigInt(sums[i] as number)) & mask64;
  }
  return hex(totals);
}

/** Sums of the rows of all. */
export function addSums(all: readonly RowSums[]): RowSums {
  const totals = [0n, 0n, 0n, 0n];
  for (const sums of all)
    for (let i = 0; i < 4; i++)
      totals[i] = ((totals[i] as bigint) + BigInt(`0x${sums.slice(16 * i, 16 * i + 16)}`)) & mask64;
  return hex(totals);
}

/** Takes each word into every lane (for a given lane, different words give different results) and adds the lanes. */
function addHash(row: Int32Array, sums: Float64Array): void {
  let h0 = m0 | 0;
  let h1 = m1 | 0;
  let h2 = m2 | 0;
  let h3 = m3 | 0;
  for (let w = 0; w < row.length; w++) {
    const word = row[w] as number;
    h0 = Math.imul(h0 ^ word, m0);
    h0 ^= h0 >>> 15;
    h1 = Math.imul(h1 ^ word, m1);
    h1 = ((h1 ^ (h1 >>> 15)) + 1) | 0;
    h2 = Math.imul(h2 ^ word, m2);
    h2 = ((h2 ^ (h2 >>> 15)) + 2) | 0;
    h3 = Math.imul(h3 ^ word, m3);
    h3 = ((h3 ^ (h3 >>> 15)) + 3) | 0;
  }
  sums[0] = (sums[0] as number) + finished(h0);
  sums[1] = (sums[1] as number) + finished(h1);
  sums[2] = (sums[2] as number) + finished(h2);
  sums[3] = (sums[3] as number) + finished(h3);
}

/** Spreads a lane over 32 bits, as an unsigned number. */
function finished(lane: number): number {
  let h = Math.imul(lane ^ (lane >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Doubles as pairs of 32-bit words, without a copy. */
function words(values: Float64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
}

function hex(totals: readonly bigint[]): RowSums {
  return totals.map((total) => total.toString(16).padStart(16, "0")).join("");
}
