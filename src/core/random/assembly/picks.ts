// Picks from counts whose running sums stand in 32 bits each: a pick counts the sums that it is not below, first those of whole groups
// and then those of one group, without a branch.

/** Counts of a group, as a power of two. */
const shift: u32 = 4;
/** Above every running sum. */
const beyond: i32 = 0x7fffffff;

let sums: usize = 0;
let groups: usize = 0;
let end: usize = 0;

/** Bytes behind the running sums of `symbols` counts that picks write over. */
export function picksRoom(symbols: u32): usize {
  return ((<usize>symbols >> shift) << 2) + 160;
}

/**
 * Prepares picks.
 *
 * @param column running sums of `symbols` counts, below 2^31, and room behind them for {@link picksRoom}
 */
export function layOutPicks(column: usize, symbols: u32): void {
  sums = column;
  const last = column + (<usize>symbols << 2);
  for (let i: usize = 0; i < 64; i += 16) v128.store(last + i, i32x4.splat(beyond));
  const many = (symbols + 15) >> shift;
  groups = (last + 79) & ~15;
  for (let g: usize = 0; g < many; g++) store<u32>(groups + (g << 2), load<u32>(column + (g << 6), 60));
  end = groups + (<usize>many << 2);
  v128.store(end, i32x4.splat(beyond));
}

/** The symbol of the count in which a place below their sum is. */
// @ts-ignore: decorator
@inline export function pick(place: u32): u32 {
  const target = i32x4.splat(<i32>place);
  let below = i32x4.splat(0);
  for (let at = groups; at < end; at += 16) below = i32x4.sub(below, i32x4.le_s(v128.load(at), target));
  const group = total(below);
  const at = sums + (<usize>group << (shift + 2));
  const first = i32x4.add(i32x4.le_s(v128.load(at), target), i32x4.le_s(v128.load(at, 16), target));
  const second = i32x4.add(i32x4.le_s(v128.load(at, 32), target), i32x4.le_s(v128.load(at, 48), target));
  return (group << shift) - total(i32x4.add(first, second));
}

// @ts-ignore: decorator
@inline function total(four: v128): u32 {
  const two = i32x4.add(four, v128.shuffle<i32>(four, four, 2, 3, 0, 1));
  return <u32>(i32x4.extract_lane(two, 0) + i32x4.extract_lane(two, 1));
}
