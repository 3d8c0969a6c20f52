/** Where entry (i, j) of a triangle stands whose rows are packed one behind the other. */
// @ts-ignore: decorator
@inline export function entry(triangle: usize, i: u32, j: u32): usize {
  return triangle + (<usize>(((i * (i + 1)) >> 1) + j) << 3);
}
