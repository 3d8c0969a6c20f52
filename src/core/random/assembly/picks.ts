// Picks from counts whose running sums stand in a column: a pick counts the sums that it is not below, sixteen at a time and without a
// branch, first those of whole groups and then those of one group. The sums have 16 bits each where the last of them has room in that.

/** Counts of a group, as a power of two. */
const shift: u32 = 4;
/** Above every running sum. */
const beyond: i32 = 0x7fffffff;
const beyondShort: i16 = 0x7fff;

let short: bool = false;
let sums: usize = 0;
let groups: usize = 0;
let end: usize = 0;

/** Bytes behind 4 a symbol that running sums take. */
export function picksRoom(symbols: u32): usize {
  return ((<usize>symbols >> shift) << 2) + 176;
}

/**
 * Prepares picks.
 *
 * @param column gets the running sums, and has room for 4 bytes each and {@link picksRoom} behind them
 * @param counts `total` in all, below 2^31; up to seven more are read
 */
export function layOutPicks(column: usize, counts: usize, symbols: u32, total: u32): void {
  short = total < <u32>beyondShort;
  sums = column;
  const many = (<usize>symbols + 15) >> shift;
  if (short) {
    layOutShort(column, counts, symbols);
    const last = column + (<usize>symbols << 1);
    for (let i: usize = 0; i < 32; i += 16) v128.store(last + i, i16x8.splat(beyondShort));
    groups = (last + 47) & ~15;
    for (let g: usize = 0; g < many; g++) store<u16>(groups + (g << 1), load<u16>(column + (g << 5), 30));
    end = groups + (many << 1);
    for (let i: usize = 0; i < 32; i += 16) v128.store(end + i, i16x8.splat(beyondShort));
  } else {
    layOutLong(column, counts, symbols);
    const last = column + (<usize>symbols << 2);
    for (let i: usize = 0; i < 64; i += 16) v128.store(last + i, i32x4.splat(beyond));
    groups = (last + 79) & ~15;
    for (let g: usize = 0; g < many; g++) store<u32>(groups + (g << 2), load<u32>(column + (g << 6), 60));
    end = groups + (many << 2);
    for (let i: usize = 0; i < 64; i += 16) v128.store(end + i, i32x4.splat(beyond));
  }
}

// @ts-ignore: decorator
@inline function layOutLong(column: usize, counts: usize, symbols: u32): void {
  const none = i32x4.splat(0);
  let before = none;
  for (const over = counts + (<usize>symbols << 2); counts < over; counts += 16, column += 16) {
    let four = v128.load(counts);
    four = i32x4.add(four, v128.shuffle<i32>(none, four, 0, 4, 5, 6));
    four = i32x4.add(four, v128.shuffle<i32>(none, four, 0, 1, 4, 5));
    four = i32x4.add(four, before);
    v128.store(column, four);
    before = v128.shuffle<i32>(four, four, 3, 3, 3, 3);
  }
}

// @ts-ignore: decorator
@inline function layOutShort(column: usize, counts: usize, symbols: u32): void {
  const none = i16x8.splat(0);
  let before = none;
  for (const over = counts + (<usize>symbols << 2); counts < over; counts += 32, column += 16) {
    let eight = i16x8.narrow_i32x4_u(v128.load(counts), v128.load(counts, 16));
    eight = i16x8.add(eight, v128.shuffle<i16>(none, eight, 0, 8, 9, 10, 11, 12, 13, 14));
    eight = i16x8.add(eight, v128.shuffle<i32>(none, eight, 0, 4, 5, 6));
    eight = i16x8.add(eight, v128.shuffle<i32>(none, eight, 0, 1, 4, 5));
    eight = i16x8.add(eight, before);
    v128.store(column, eight);
    before = v128.shuffle<i16>(eight, eight, 7, 7, 7, 7, 7, 7, 7, 7);
  }
}

/** The symbol of the count in which a place below their sum is. */
// @ts-ignore: decorator
@inline export function pick(place: u32): u32 {
  let group: u32 = 0;
  if (short) {
    const target = i16x8.splat(<i16>(place + 1));
    for (let at = groups; at < end; at += 32) group += reachedShort(at, target);
    return (group << shift) + reachedShort(sums + (<usize>group << (shift + 1)), target);
  }
  const target = i32x4.splat(<i32>(place + 1));
  for (let at = groups; at < end; at += 64) group += reached(at, target);
  return (group << shift) + reached(sums + (<usize>group << (shift + 2)), target);
}

/** The sum up to a symbol, and with it. */
// @ts-ignore: decorator
@inline export function upTo(symbol: usize): u32 {
  return short ? <u32>load<u16>(sums + (symbol << 1)) : load<u32>(sums + (symbol << 2));
}

/** How many of 16 sums are below a target. */
// @ts-ignore: decorator
@inline function reached(at: usize, target: v128): u32 {
  const first = i16x8.narrow_i32x4_s(i32x4.gt_s(target, v128.load(at)), i32x4.gt_s(target, v128.load(at, 16)));
  const second = i16x8.narrow_i32x4_s(i32x4.gt_s(target, v128.load(at, 32)), i32x4.gt_s(target, v128.load(at, 48)));
  return popcnt<u32>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(first, second)));
}

// @ts-ignore: decorator
@inline function reachedShort(at: usize, target: v128): u32 {
  const first = i16x8.gt_s(target, v128.load(at));
  const second = i16x8.gt_s(target, v128.load(at, 16));
  return popcnt<u32>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(first, second)));
}
