import { base, kernel, memoryDoubles, reserve } from "../random/kernel.ts";
import { packedLength } from "./lower.ts";

/** Numbers of rows handled in one call of the module. */
const atOnce = 8192;
/** Numbers behind the rows that the module may read. */
const slack = 8;

/**
 * The sum of the outer products of rows with themselves.
 *
 * @param sum receives its lower triangle, packed
 * @param rows [row][column], from row `first` to row `first + count - 1`
 */
export function outerProducts(
  sum: Float64Array,
  rows: Float64Array,
  first: number,
  count: number,
  width: number,
): void {
  const together = Math.max(1, Math.floor(atOnce / width));
  const entries = packedLength(width);
  const from = base + 8 * (entries + (entries & 1));
  reserve(from + 8 * (together * width + slack));
  const memory = memoryDoubles();
  memory.fill(0, base / 8, base / 8 + entries);
  for (let row = first; row < first + count; row += together) {
    const n = Math.min(together, first + count - row);
    memory.set(rows.subarray(row * width, (row + n) * width), from / 8);
    kernel.addOuterProducts(base, from, n, width);
  }
  sum.set(memory.subarray(base / 8, base / 8 + entries));
}
