/** Cells of a coordinate, by dimensions. */
const cellsOf = [0, 1024, 32] as const;

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
  const next = new Uint32Array(1025);
  for (let i = 0; i < size; i++) next[keys[i]! + 1]!++;
  for (let key = 1; key < next.length; key++) next[key]! += next[key - 1]!;
  const ordered = new Float64Array(points.length);
  for (let i = 0; i < size; i++) {
    const to = next[keys[i]!]!++ * dimension;
    for (let k = 0; k < dimension; k++) ordered[to + k] = points[i * dimension + k]!;
  }
  return ordered;
}

/** Five bits, each followed by a 0. */
function spaced(bits: number): number {
  const pairs = (bits | (bits << 4)) & 0x10f;
  const two = (pairs | (pairs << 2)) & 0x133;
  return (two | (two << 1)) & 0x155;
}
