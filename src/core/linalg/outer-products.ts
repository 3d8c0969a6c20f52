import { base, kernel, memoryDoubles, reserve } from "../random/kernel.ts";
import { packedLength } from "./lower.ts";

/** Numbers of rows handled in one call of the module. */
const atOnce = 8192;
/** Numbers behind the rows that the module may read. */
const slack = 8;

/**
 * The mean of rows, and the sum of the outer products of their distances from it.
 *
 * @param mean receives `width` numbers
 * @param sum receives the lower triangle, packed
 * @param rows [row][column], from row `first` to row `first + count - 1`
 */
export function meanAndScatter(
  mean: Float64Array,
  sum: Float64Array,
  rows: Float64Array,
  first: number,
  count: number,
  width: number,
): void {
  eachBlock(rows, first, count, width, width, (from, n) => {
    kernel.addRows(base, from, n, width);
  });
  const sums = memoryDoubles();
  for (let j = 0; j < width; j++) mean[j] = sums[base / 8 + j]! / count;
  const entries = packedLength(width);
  const centre = base + 8 * entries;
  eachBlock(rows, first, count, width, entries + width, (from, n) => {
    memoryDoubles().set(mean, centre / 8);
    kernel.centreRows(from, centre, n, width);
    kernel.addOuterProducts(base, from, n, width);
  });
  sum.set(memoryDoubles().subarray(base / 8, base / 8 + entries));
}

/** Puts blocks of rows behind `held` numbers, 0 before the first, at the start of the memory. */
function eachBlock(
  rows: Float64Array,
  first: number,
  count: number,
  width: number,
  held: number,
  visit: (from: number, n: number) => void,
): void {
  const together = Math.max(1, Math.floor(atOnce / width));
  const from = base + 8 * (held + (held & 1));
  reserve(from + 8 * (together * width + slack));
  const memory = memoryDoubles();
  memory.fill(0, base / 8, base / 8 + held);
  for (let row = first; row < first + count; row += together) {
    const n = Math.min(together, first + count - row);
    memory.set(rows.subarray(row * width, (row + n) * width), from / 8);
    visit(from, n);
  }
}
