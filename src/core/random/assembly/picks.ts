// Picks from counts whose running sums stand in 16 bits each: a pick counts the sums that it is not below, first those of whole groups of
// eight and then those of one group, without a branch.

/** Above every running sum. */
const beyond: i16 = 32767;

let sums: usize = 0;
let groups: usize = 0;
let vectors: u32 = 0;

/**
 * Prepares picks.
 *
 * @param column running sums of `symbols` counts, up to 32766, and room for eight more
 * @param room for two bytes a group, and 32 more
 */
export function layOutPicks(column: usize, symbols: u32, room: usize): void {
  sums = column;
  groups = room;
  v128.store(column + (<usize>symbols << 1), i16x8.splat(beyond));
  const many = (symbols + 7) >> 3;
  for (let g: usize = 0; g < many; g++) store<u16>(room + (g << 1), load<u16>(column + (g << 4), 14));
  v128.store(room + (<usize>many << 1), i16x8.splat(beyond));
  vectors = (many + 7) >> 3;
}

/** The symbol of the count in which a place below their sum is. */
// @ts-ignore: decorator
@inline export function pick(place: u32): u32 {
  const target = i16x8.splat(<i16>(place + 1));
  let group: u32 = 0;
  for (let v: usize = 0; v < vectors; v++) group += below(target, groups + (v << 4));
  return (group << 3) + below(target, sums + (<usize>group << 4));
}

// @ts-ignore: decorator
@inline function below(target: v128, limits: usize): u32 {
  return <u32>popcnt(i16x8.bitmask(i16x8.gt_s(target, v128.load(limits))));
}
