import { blocks } from "./philox";

/**
 * The words of a batch of a law that takes one an element, two of them a block: `rows` times `columns` words, `step`
 * bytes apart in a row, 8 bytes more between rows. Where nothing is left over at the end of a lane, all is one row.
 */
export let rows: u32 = 0;
export let columns: u32 = 0;
export let step: usize = 0;

/** @param first even */
export function wordsOf(scratch: usize, replicate: u32, lanes: u32, first: u32, n: u32): void {
  const width = (n + 1) >> 1;
  blocks(scratch, replicate, first >> 1, width, width * lanes);
  const flat = n == 1 || (n & 1) == 0;
  rows = flat ? 1 : lanes;
  columns = flat ? n * lanes : n;
  step = n == 1 ? 16 : 8;
}

/** The word of an element in its block: half e & 1. */
// @ts-ignore: decorator
@inline export function halfOf(block: usize, element: u32): u64 {
  return load<u64>(block + (<usize>(element & 1) << 3));
}
