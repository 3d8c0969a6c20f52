import type { Address, Lanes } from "./address.ts";
import { aim, byElement, inBatches, mapped, slack } from "./batches.ts";
import { base, kernel, memoryWords, reserve } from "./kernel.ts";

/**
 * Uniform numbers in the open interval (0, 1), 52 bits.
 *
 * @param out shape [lanes, perLane]; element e of a lane is the e-th of its stream, whatever the lanes or perLane
 */
export function uniforms(out: Float64Array, lanes: Lanes, at: Address, perLane: number): void {
  inBatches(out, lanes, at, perLane, kernel.uniforms);
}

/** Standard normal numbers. @param out shape [lanes, perLane], by element as in {@link uniforms} */
export function normals(out: Float64Array, lanes: Lanes, at: Address, perLane: number): void {
  inBatches(out, lanes, at, perLane, kernel.normals);
}

/**
 * Normal numbers by element: out[i * perIndex + k] is element indices[i] * perIndex + k of the lane's stream, the
 * same number that {@link normals} gives for it.
 *
 * @throws {NumericalError} where a stream has no such element
 */
export function normalsAt(
  out: Float64Array,
  lanes: Lanes,
  lane: number,
  at: Address,
  indices: Uint32Array,
  count: number,
  perIndex: number,
): void {
  byElement(out, lanes, lane, at, indices, count, perIndex, kernel.normalsAt);
}

/** Uniform numbers by element, as {@link normalsAt}. */
export function uniformsAt(
  out: Float64Array,
  lanes: Lanes,
  lane: number,
  at: Address,
  indices: Uint32Array,
  count: number,
  perIndex: number,
): void {
  byElement(out, lanes, lane, at, indices, count, perIndex, kernel.uniformsAt);
}

/** Where fewer than one in so many is chosen, a bitmap of the population costs more than a table of the chosen. */
const sparse = 64;

/**
 * A uniform subset of 0 … population - 1, without replacement, in ascending order.
 *
 * @param out the first n entries are written
 * @param population < 2^32
 * @param n at most `population`
 */
export function subsample(
  out: Uint32Array,
  lanes: Lanes,
  lane: number,
  at: Address,
  population: number,
  n: number,
): void {
  if (n === 0) return;
  const blocks = aligned(base + 4 * (n + 1));
  const set = aligned(blocks + 4 * n + slack);
  aim(lanes, at);
  if (population > sparse * n) {
    reserve(set + 12 * n);
    kernel.sparseSubset(base, blocks, set, population, n, lanes.first + lane);
  } else {
    const bitmap = Math.ceil(population / 32);
    reserve(set + 4 * bitmap);
    memoryWords().fill(0, set / 4, set / 4 + bitmap);
    kernel.subset(base, blocks, set, population, n, lanes.first + lane);
  }
  out.set(memoryWords().subarray(base / 4, base / 4 + n));
}

/** The largest population whose bitmap stays small. */
const mostMapped = 2 ** 23;

/**
 * The subsets that {@link subsample} makes, for several lanes, in no particular order.
 *
 * @param out shape [count, n]
 * @param lane the first of `count` lanes
 */
export function subsamples(
  out: Uint32Array,
  lanes: Lanes,
  lane: number,
  count: number,
  at: Address,
  population: number,
  n: number,
): void {
  if (population > mostMapped) {
    for (let i = 0; i < count; i++)
      subsample(out.subarray(i * n, (i + 1) * n), lanes, lane + i, at, population, n);
    return;
  }
  const blocks = aligned(base + 4 * count * n);
  const bitmap = aligned(blocks + 16 * count * Math.ceil(n / 4) + slack);
  reserve(bitmap + population / 8 + 4);
  memoryWords().fill(0, bitmap / 4, Math.ceil((bitmap + population / 8) / 4));
  aim(lanes, at);
  kernel.subsets(base, blocks, bitmap, population, n, lanes.first + lane, count);
  out.set(memoryWords().subarray(base / 4, base / 4 + count * n));
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

/** Natural logarithms, off by less than one unit in the last place. The two arrays may be one. */
export function logs(out: Float64Array, values: Float64Array): void {
  mapped(out, values, kernel.logs);
}

/** Exponentials, as `exp` of math.ts gives them. The two arrays may be one. */
export function exps(out: Float64Array, values: Float64Array): void {
  mapped(out, values, kernel.exps);
}
