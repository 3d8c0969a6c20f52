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
  aim(lanes, at);
  choose(base, base + 4 * (n + 1), lanes.first + lane, population, n);
  out.set(memoryWords().subarray(base / 4, base / 4 + n));
}

/** Leaves a subset at `to`, n + 1 words, and writes over what lies behind `free`. */
function choose(to: number, free: number, replicate: number, population: number, n: number): void {
  const blocks = aligned(free);
  const set = aligned(blocks + 4 * n + slack);
  if (!isDense(population, n)) {
    reserve(set + 12 * n);
    kernel.sparseSubset(to, blocks, set, population, n, replicate);
  } else {
    const bitmap = Math.ceil(population / 32);
    reserve(set + 4 * bitmap);
    memoryWords().fill(0, set / 4, set / 4 + bitmap);
    kernel.subset(to, blocks, set, population, n, replicate);
  }
}

/** Whether {@link subsample} has a bitmap of the population. */
function isDense(population: number, n: number): boolean {
  return population <= sparse * n;
}

/** The largest populations of which a map, of a byte or of a bit each, stays small. */
const [mostBytes, mostBits] = [2 ** 17, 2 ** 23];

/**
 * Leaves the subsets that {@link subsample} makes, of several lanes one after the other, in the module's memory, in no particular
 * order.
 *
 * @param to where: n words a lane, and one that is written over
 * @param free from where on the memory is written over
 * @param lane the first of `count` lanes
 */
export function subsamplesAt(
  to: number,
  free: number,
  lanes: Lanes,
  lane: number,
  count: number,
  at: Address,
  population: number,
  n: number,
): void {
  aim(lanes, at);
  const replicate = lanes.first + lane;
  if (population > mostBits) {
    for (let i = 0; i < count; i++) choose(to + 4 * i * n, free, replicate + i, population, n);
    return;
  }
  const blocks = aligned(free);
  const map = aligned(blocks + 16 * count * Math.ceil(n / 4) + slack);
  const bits = population > mostBytes;
  const end = map + aligned(bits ? population / 8 : population);
  reserve(end);
  memoryWords().fill(0, map / 4, end / 4);
  kernel.subsets(to, blocks, map, population, n, replicate, count, bits);
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
