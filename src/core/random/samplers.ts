import type { Address, Lanes } from "./address.ts";
import { base, kernel, memoryDoubles, memoryWords, reserve } from "./kernel.ts";

/** Numbers made in one call of the module: its memory stays bounded, and in the second-level cache. */
const atOnce = 4096;
/** Bytes behind blocks that the module may write over. */
const slack = 256;

/**
 * Uniform numbers in the open interval (0, 1), 52 bits.
 *
 * @param out shape [lanes, perLane]; element e of a lane is the e-th of its stream, whatever the lanes or perLane
 */
export function uniforms(out: Float64Array, lanes: Lanes, at: Address, perLane: number): void {
  inBlocks(out, lanes, at, perLane, 0, kernel.uniforms);
}

/** Standard normal numbers. @param out shape [lanes, perLane], by element as in {@link uniforms} */
export function normals(out: Float64Array, lanes: Lanes, at: Address, perLane: number): void {
  inBlocks(out, lanes, at, perLane, 0, kernel.normals);
}

/**
 * Gamma numbers of unit scale.
 *
 * @param out shape [lanes, perLane], by element as in {@link uniforms}
 * @param shape > 0: one for all, or one an entry of `out`
 */
export function gammas(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  perLane: number,
  shape: number | Float64Array,
): void {
  shaped(out, lanes, at, perLane, shape, 1, 1);
}

/** Chi-square numbers. @param df > 0, need not be whole: one for all, or one an entry of `out` */
export function chiSquares(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  perLane: number,
  df: number | Float64Array,
): void {
  shaped(out, lanes, at, perLane, df, 0.5, 2);
}

/**
 * Normal numbers by element: out[i * perIndex + k] is element indices[i] * perIndex + k of the lane's stream, the
 * same number that {@link normals} gives for it.
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
  const scratch = aligned(base + 4 * n);
  const bitmap = aligned(scratch + 4 * n + slack);
  const bitmapWords = Math.ceil(population / 32);
  reserve(bitmap + 4 * bitmapWords);
  memoryWords().fill(0, bitmap / 4, bitmap / 4 + bitmapWords);
  kernel.subset(base, scratch, bitmap, population, n, lanes.first + lane);
  out.set(memoryWords().subarray(base / 4, base / 4 + n));
}

/** Natural logarithms, as `log` of math.ts gives them. The two arrays may be one. */
export function logs(out: Float64Array, values: Float64Array): void {
  mapped(out, values, kernel.logs);
}

/** Exponentials, as `exp` of math.ts gives them. The two arrays may be one. */
export function exps(out: Float64Array, values: Float64Array): void {
  mapped(out, values, kernel.exps);
}

function aim({ key }: Lanes, { part, draw, generation }: Address): void {
  kernel.address(key[0], key[1], part, draw, generation);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

type Fill = (
  out: number,
  scratch: number,
  replicate: number,
  lanes: number,
  first: number,
  n: number,
) => void;

/** Fills `out` in calls of at most `atOnce` numbers: of several lanes, or of a stretch of one lane's elements. */
function inBlocks(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  perLane: number,
  extra: number,
  fill: Fill,
  before?: (place: number, from: number, length: number) => void,
): void {
  aim(lanes, at);
  const stretch = Math.min(perLane, atOnce);
  const together = Math.max(1, Math.floor(atOnce / Math.max(1, stretch)));
  const scratch = aligned(base + 8 * stretch * together);
  const place = aligned(scratch + 16 * (stretch + 1) * together + slack);
  reserve(place + extra * stretch * together);
  const memory = memoryDoubles();
  for (let lane = 0; lane < lanes.count; lane += together) {
    const width = Math.min(together, lanes.count - lane);
    for (let first = 0; first < perLane; first += stretch) {
      const n = Math.min(stretch, perLane - first);
      const from = lane * perLane + first;
      before?.(place, from, width * n);
      fill(base, scratch, lanes.first + lane, width, first, n);
      out.set(memory.subarray(base / 8, base / 8 + width * n), from);
    }
  }
}

function shaped(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  perLane: number,
  shape: number | Float64Array,
  factor: number,
  scale: number,
): void {
  const one = typeof shape === "number";
  let shapes = 0;
  const fill: Fill = (to, scratch, replicate, width, first, n) =>
    kernel.gammas(to, scratch, shapes, one ? 0 : 8, factor, scale, replicate, width, first, n);
  inBlocks(out, lanes, at, perLane, 8, fill, (place, from, length) => {
    shapes = place;
    if (one) memoryDoubles()[place / 8] = shape;
    else memoryDoubles().set(shape.subarray(from, from + length), place / 8);
  });
}

function byElement(
  out: Float64Array,
  lanes: Lanes,
  lane: number,
  at: Address,
  indices: Uint32Array,
  count: number,
  perIndex: number,
  fill: (out: number, scratch: number, elements: number, n: number, replicate: number) => void,
): void {
  aim(lanes, at);
  const step = Math.max(1, Math.floor(atOnce / perIndex));
  const elements = aligned(base + 8 * step * perIndex);
  const scratch = aligned(elements + 4 * step * perIndex + slack);
  reserve(scratch + 16 * step * perIndex + slack);
  const memory = memoryDoubles();
  const words = memoryWords();
  for (let begin = 0; begin < count; begin += step) {
    const end = Math.min(count, begin + step);
    let to = elements / 4;
    for (let i = begin; i < end; i++) {
      const first = (indices[i] as number) * perIndex;
      for (let k = 0; k < perIndex; k++) words[to++] = first + k;
    }
    const n = (end - begin) * perIndex;
    fill(base, scratch, elements, n, lanes.first + lane);
    // Calls for a handful of elements are many: a loop costs them less than a view.
    for (let i = 0, from = base / 8, place = begin * perIndex; i < n; i++)
      out[place++] = memory[from++] as number;
  }
}

function mapped(out: Float64Array, values: Float64Array, map: (at: number, n: number) => void): void {
  reserve(base + 8 * atOnce);
  const memory = memoryDoubles();
  for (let begin = 0; begin < values.length; begin += atOnce) {
    const n = Math.min(atOnce, values.length - begin);
    memory.set(values.subarray(begin, begin + n), base / 8);
    map(base, n);
    out.set(memory.subarray(base / 8, base / 8 + n), begin);
  }
}
