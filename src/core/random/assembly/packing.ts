// Columns without the entries that are not wanted, four at a time and without a branch: what is wanted of them moves to the front, and
// what is written behind it is written over by those that follow.

/** For each way in which four are wanted or not, the bytes of words in their new order; for two of them, those of doubles. */
const ofWords: usize = memory.data(256, 16);
const ofDoubles: usize = memory.data(64, 16);

/** Computes those orders; called once, when the module is made. */
export function layOutPacking(): void {
  layOut(ofWords, 4, 4);
  layOut(ofDoubles, 2, 8);
}

function layOut(to: usize, entries: u32, bytes: u32): void {
  for (let wanted: u32 = 0; wanted < 1 << entries; wanted++, to += 16) {
    let at = to;
    for (let entry: u32 = 0; entry < entries; entry++) {
      if (((wanted >> entry) & 1) == 0) continue;
      for (let byte: u32 = 0; byte < bytes; byte++) store<u8>(at++, <u8>(entry * bytes + byte));
    }
  }
}

/**
 * Which of four counts are above 0, a bit each.
 *
 * @param left how many there are from the first on
 */
// @ts-ignore: decorator
@inline export function wantedOf(counts: v128, left: usize): u32 {
  const there: u32 = left < 4 ? (1 << <u32>left) - 1 : 15;
  return (<u32>i32x4.bitmask(i32x4.eq(counts, i32x4.splat(0))) ^ 15) & there;
}

/** Of four words those that are wanted. */
// @ts-ignore: decorator
@inline export function wantedWords(four: v128, wanted: u32): v128 {
  return i8x16.swizzle(four, v128.load(ofWords + (<usize>wanted << 4)));
}

/** Of four doubles those that are wanted, from `to` on. */
// @ts-ignore: decorator
@inline export function packDoubles(to: usize, from: usize, wanted: u32): void {
  const first = wanted & 3;
  const one = v128.load(from);
  const other = v128.load(from, 16);
  v128.store(to, i8x16.swizzle(one, v128.load(ofDoubles + (<usize>first << 4))));
  const behind = to + (<usize>popcnt<u32>(first) << 3);
  v128.store(behind, i8x16.swizzle(other, v128.load(ofDoubles + (<usize>(wanted >> 2) << 4))));
}
