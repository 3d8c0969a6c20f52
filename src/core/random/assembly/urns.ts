import { bitsRoom, end, moreBits, next, numberOf, openBits, usedUpTo } from "./bits";
import { block, low } from "./philox";

// Draws from a law that never changes, by an alias table of 2^k columns. Of a column there are a limit, in whose lower bits is its number,
// the symbol beyond it, and behind all columns 32 more bits of each limit.

/** Counts of a line: of each line it is noted whether one of its symbols was drawn. */
const shift: u32 = 4;

/** Bytes that {@link drawFromUrn} takes, and of those how many behind the bits are 0 before and after. */
export function urnRoom(symbols: u32): usize {
  return bitsRoom + urnClear(symbols);
}
export function urnClear(symbols: u32): usize {
  const lines = (<usize>symbols >> shift) + 1;
  return (lines << (shift + 2)) + ((lines + 15) & ~15);
}

/**
 * Draws, and lists the symbols that were drawn, in ascending order.
 *
 * @param names and counts of them, with room for one more
 * @param work memory to write over: see {@link urnRoom}
 * @returns how many symbols
 * @source A. J. Walker, An efficient method for generating discrete random variables with general distributions (1977)
 */
export function drawFromUrn(
  names: usize,
  counts: usize,
  table: usize,
  power: u32,
  symbols: u32,
  draws: u32,
  work: usize,
  replicate: u32,
): u32 {
  const all = work + bitsRoom;
  const lines = (<usize>symbols >> shift) + 1;
  const noted = all + (lines << (shift + 2));
  const mask: u32 = (1 << power) - 1;
  openBits(work, 2 * draws, replicate);
  for (let done: u32 = 0; done < draws; ) {
    if (next >= end) moreBits(2 * (draws - done));
    const limit = min(end, next + (<usize>(draws - done) << 2));
    const some = <u32>(limit - next) >> 2;
    for (let at = next; at < limit; at += 4) {
      const bits = load<u32>(at);
      const column = bits & mask;
      const entry = table + (<usize>column << 3);
      const share = load<u32>(entry);
      let symbol = select<u32>(column, load<u32>(entry, 4), bits < share);
      if (bits == share) {
        block(numberOf(at), 1, replicate);
        const finer = load<u32>(table + (<usize>(mask + 1) << 3) + (<usize>column << 2));
        symbol = <u32>low < finer ? column : load<u32>(entry, 4);
      }
      const place = all + (<usize>symbol << 2);
      store<u32>(place, load<u32>(place) + 1);
      store<u8>(noted + (symbol >> shift), 1);
    }
    usedUpTo(limit);
    done += some;
  }
  return listed(names, counts, all, noted, lines);
}

function listed(names: usize, counts: usize, all: usize, noted: usize, lines: usize): u32 {
  let distinct: usize = 0;
  for (let line: usize = 0; line < lines; line++) {
    if (load<u8>(noted + line) == 0) continue;
    store<u8>(noted + line, 0);
    const first = all + (line << (shift + 2));
    for (let i: usize = 0; i < 64; i += 4) {
      const count = load<u32>(first + i);
      store<u32>(names + (distinct << 2), (<u32>line << shift) + (<u32>i >> 2));
      store<u32>(counts + (distinct << 2), count);
      distinct += usize(count != 0);
    }
    for (let i: usize = 0; i < 64; i += 16) v128.store(first + i, i32x4.splat(0));
  }
  return <u32>distinct;
}
