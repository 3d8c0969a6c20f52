import type { Lanes } from "./address.ts";
import { aim, elementsOfStream, noSuch, slack } from "./batches.ts";
import type { SumsOfPoints } from "./point-kernel.ts";
import { kernel, memoryDoubles, reserve } from "./kernel.ts";

/**
 * Single observations of lanes, by the batch that each is from. Their columns stand in the module's memory until it is used
 * for anything else.
 */
export interface Scattered {
  /** The first lane and how many there are. */
  readonly lane: number;
  readonly lanes: number;
  /** Points a lane. */
  readonly count: number;
  /** Of each point, lane after lane, the number of its batch; only the first lanes · count entries are meant. */
  readonly batches: Int32Array;
  /** Observations of the largest batch. */
  readonly largest: number;
  /** Where the columns are, as the module's `locate` leaves them, and how many bytes each takes. */
  readonly at: number;
  readonly column: number;
  /** From where on the memory is free. */
  readonly free: number;
}

/** What observations need of the models that they are from, lane by lane. */
interface Models {
  /** Numbers that {@link place} needs for the models of so many points of a lane. */
  room(count: number): number;
  /**
   * Puts models of a lane into the module's memory from double `to` on. Word `numbers` and those after it are generations of the
   * models of `count` points, and become their numbers there.
   */
  place(lane: number, numbers: number, count: number, to: number): void;
}

/** Points behind the last that the module may look at. */
export const behind = 8;
/** Points made in one call of the module. */
const atOnce = 1024;

/**
 * Standard normal numbers of single observations: out[p * width + e] is number e of point p of all lanes. A point's
 * numbers depend on its index, its batch's address, its lane and `width`, and on nothing else.
 *
 * @throws {NumericalError} where a stream has too few elements for a batch
 */
export function normalsOfPoints(out: Float64Array, lanes: Lanes, points: Scattered, width: number): void {
  const { lanes: several, count, largest, at, column, free } = points;
  const total = several * count;
  const result = free + scratchOf(atOnce, width);
  holdsEnough(largest, width);
  reserve(result + 8 * atOnce * width);
  const memory = memoryDoubles();
  aim(lanes, { generation: 0, draw: 0, part: 0 });
  for (let begin = 0; begin < total; begin += atOnce) {
    const n = Math.min(atOnce, total - begin);
    kernel.normalsOfPoints(result, free, at + 4 * begin, column, n, width);
    out.set(memory.subarray(result / 8, result / 8 + n * width), begin * width);
  }
}

/**
 * Means and scatters of single observations of Gaussians on the line.
 *
 * @param models of points: mean and standard deviation
 * @param give gets those of each lane
 * @throws {NumericalError} where a stream has too few elements for a batch
 */
export function scatterOfPoints(
  lanes: Lanes,
  points: Scattered,
  models: Models,
  give: (lane: number, mean: number, scatter: number) => void,
): void {
  const { lane: first, lanes: several, count, largest, at, column, free } = points;
  const total = several * count;
  const normals = free + scratchOf(total, 1);
  const numbers = at + 5 * column;
  const own = normals + 8 * total;
  const stride = 8 * models.room(count);
  const result = own + several * stride;
  holdsEnough(largest, 1);
  reserve(result + 16 * several);
  const memory = memoryDoubles();
  aim(lanes, { generation: 0, draw: 0, part: 0 });
  kernel.normalsOfPoints(normals, free, at, column, total, 1);
  for (let i = 0; i < several; i++)
    models.place(first + i, numbers / 4 + i * count, count, (own + i * stride) / 8);
  kernel.scatterOfPoints(result, normals, numbers, own, stride, several, count);
  for (let i = 0, k = result / 8; i < several; i++, k += 2) give(first + i, memory[k]!, memory[k + 1]!);
}

/** Bytes that the module needs to make normal numbers of points. */
function scratchOf(points: number, width: number): number {
  return (points + behind) * 16 * Math.ceil(width / 2) + slack;
}

/** @throws {NumericalError} where a stream has too few elements for a batch of so many observations */
function holdsEnough(size: number, width: number): void {
  const elements = 2 * Math.ceil(width / 2) * size;
  if (elements > elementsOfStream) noSuch(elements - 1);
}

/**
 * Overwrites entries of `out`, one a lane, with the sums of single observations.
 *
 * @param sums which law they follow
 * @param parameters of points
 */
export function sumsOfPoints(
  out: Float64Array,
  lanes: Lanes,
  points: Scattered,
  sums: SumsOfPoints,
  parameters: Models,
): void {
  const { lane: first, lanes: several, count, at, column, free } = points;
  const total = several * count;
  const numbers = at + 5 * column;
  const own = free + 8 * (total + behind);
  const stride = 8 * parameters.room(count);
  const result = own + several * stride;
  reserve(result + 8 * several);
  const memory = memoryDoubles();
  for (let i = 0; i < several; i++)
    parameters.place(first + i, numbers / 4 + i * count, count, (own + i * stride) / 8);
  aim(lanes, { generation: 0, draw: 0, part: 0 });
  sums(result, free, at, column, numbers, own, stride, several, count);
  out.set(memory.subarray(result / 8, result / 8 + several), first);
}
