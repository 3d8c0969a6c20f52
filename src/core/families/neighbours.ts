import { inKeyOrder } from "./key-order.ts";

/** Cells of a coordinate, by dimensions. */
const cellsOf = [0, 1024, 32] as const;
/** Of the whole grid, in either number of dimensions. */
const mostKeys = 1024;

/**
 * The points, those that lie near one another side by side: in the order of the cells of a grid over them, along a curve that
 * leaves no cell out, and in their own order within a cell.
 *
 * @param points shape [size, dimension], in one or two dimensions
 * @source Morton (1966): the curve
 */
export function neighboursTogether(points: Float64Array, dimension: 1 | 2): Float64Array {
  const size = points.length / dimension;
  const cells = cellsOf[dimension];
  const keys = new Uint16Array(size);
  for (let k = 0; k < dimension; k++) {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = k; at < points.length; at += dimension) {
      least = Math.min(least, points[at]!);
      most = Math.max(most, points[at]!);
    }
    const scale = most > least ? (cells - 1) / (most - least) : 0;
    for (let i = 0; i < size; i++) {
      const cell = Math.floor((points[i * dimension + k]! - least) * scale);
      keys[i]! |= dimension === 1 ? cell : spaced(cell) << k;
    }
  }
  const order = new Uint32Array(size);
  inKeyOrder(order, keys, size, mostKeys);
  const ordered = new Float64Array(points.length);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < dimension; k++) ordered[i * dimension + k] = points[order[i]! * dimension + k]!;
  return ordered;
}

/** Five bits, each followed by a 0. */
function spaced(bits: number): number {
  const pairs = (bits | (bits << 4)) & 0x10f;
  const two = (pairs | (pairs << 2)) & 0x133;
  return (two | (two << 1)) & 0x155;
}
