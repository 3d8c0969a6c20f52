import { createHash } from "node:crypto";
import { endianness } from "node:os";
import type { DecodedPart } from "../part.ts";

const lanes = 4;
/** Odd 32-bit multipliers, one a lane: multiplying by them loses nothing. */
const multipliers = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f] as const;
const mask64 = (1n << 64n) - 1n;
/** Where the low half of a double lies. */
const low = endianness() === "LE" ? 0 : 1;

/**
 * A digest of the numbers of `generations`: equal for equal rows however they were cut, ordered, merged or stored, and
 * different when one bit of one number differs. Versions, times and file layout do not enter.
 *
 * A row's hash is 128 bits over replicate, generation, status and the exact bits of training size, share of real data
 * and every metric (null as one fixed pattern). A cell is the sum of its rows' hashes, each 32-bit lane modulo 2^64,
 * which knows no order. The digest is SHA-256 over a line a cell, sorted: id, rows, sums, names of metrics.
 */
export class DatasetDigest {
  readonly #cells: Map<string, { rows: number; sums: bigint[]; metrics: string }> = new Map();

  /** Adds the rows of a part; each row of the dataset is to be added once. */
  add({ facts: { cellId, first }, segment, metrics }: DecodedPart): void {
    const { count, from, to, status } = segment;
    const shared = [segment.trainingSize, segment.realShare].map(words);
    const columns = segment.metrics.map((column) => ({ values: column, halves: words(column) }));
    const sums = new Float64Array(lanes);
    const hash = new Int32Array(lanes);
    for (let generation = from; generation <= to; generation++) {
      for (let lane = 0; lane < count; lane++) {
        const row = (generation - from) * count + lane;
        hash.set(multipliers);
        mix(hash, first + lane);
        mix(hash, generation);
        mix(hash, status[row] ?? 0);
        for (const halves of shared) mixDouble(hash, halves, generation - from);
        for (const { values, halves } of columns) {
          if (Number.isNaN(values[row])) {
            mix(hash, 0);
            mix(hash, 0x7ff80000);
          } else mixDouble(hash, halves, row);
        }
        for (let i = 0; i < lanes; i++) sums[i] = (sums[i] as number) + finished(hash[i] as number);
      }
    }
    const cell = this.#cells.get(cellId) ?? {
      rows: 0,
      sums: new Array<bigint>(lanes).fill(0n),
      metrics: metrics.join(","),
    };
    cell.rows += status.length;
    cell.sums = cell.sums.map((sum, i) => (sum + BigInt(sums[i] as number)) & mask64);
    this.#cells.set(cellId, cell);
  }

  /** SHA-256, hex. */
  value(): string {
    const lines = [...this.#cells].map(([id, { rows, sums, metrics }]) => {
      return `${id} ${rows} ${sums.map((sum) => sum.toString(16).padStart(16, "0")).join("")} ${metrics}\n`;
    });
    return createHash("sha256").update(lines.sort().join("")).digest("hex");
  }
}

/** Takes a word into every lane; for a given lane, different words give different results. */
function mix(hash: Int32Array, word: number): void {
  for (let i = 0; i < lanes; i++) {
    let h = Math.imul((hash[i] as number) ^ word, multipliers[i] as number);
    h ^= h >>> 15;
    hash[i] = (h + i) | 0;
  }
}

function mixDouble(hash: Int32Array, halves: Int32Array, index: number): void {
  mix(hash, halves[2 * index + low] as number);
  mix(hash, halves[2 * index + 1 - low] as number);
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
