import { blocks } from "./philox";

// The random bits of a lane, 16 at a time, in the order of its blocks: how many are made in one go changes nothing.

/** Blocks are made so many at a time, and so many in one go at most. */
const together: u32 = 8;
const most: u32 = 256;
/** Bytes that this takes. */
export const bitsRoom: usize = 4096;

/** Where the next 16 bits stand, and where those end that there are. */
export let next: usize = 0;
export let end: usize = 0;
let room: usize = 0;
/** How many bits' halves of words lie before those in the room, and which block follows on them. */
let before: u32 = 0;
let blockAt: u32 = 0;
let lane: u32 = 0;

/**
 * Begins the bits of a lane anew.
 *
 * @param to room for `bitsRoom` bytes
 * @param wanted about so many times 16 bits will be wanted
 */
export function openBits(to: usize, wanted: u32, replicate: u32): void {
  room = to;
  lane = replicate;
  before = 0;
  blockAt = 0;
  make(wanted);
}

/** Makes more where all are used up. */
export function moreBits(wanted: u32): void {
  before += <u32>(end - room) >> 1;
  make(wanted);
}

function make(wanted: u32): void {
  const width = min(((wanted + 63) >> 6) * together, most);
  blocks(room, lane, blockAt, width, width);
  blockAt += width;
  next = room;
  end = room + (<usize>width << 4);
}

/** Goes on behind what was used without this. */
// @ts-ignore: decorator
@inline export function usedUpTo(place: usize): void {
  next = place;
}

/** The number of the 16 bits at a place, as an element of the stream. */
// @ts-ignore: decorator
@inline export function numberOf(place: usize): u32 {
  return before + (<u32>(place - room) >> 1);
}

/** Up to this bound 16 bits are enough for an integer: few of them are refused. */
const small: u32 = 4096;

/** From here on bits are wanted for integers below a bound. */
export function alignBits(bound: u32): void {
  if (bound > small) next = (next + 3) & ~3;
}

/**
 * Uniform integers below a bound, from 16 bits or 32 each.
 *
 * @param to 32 bits each, and room for one more
 * @source D. Lemire, Fast random integer generation in an interval (2019)
 */
export function integers(to: usize, count: u32, bound: u32): void {
  const over = to + (<usize>count << 2);
  while (to < over) {
    if (next >= end) moreBits(<u32>(over - to) >> 1);
    to = bound <= small ? fromHalves(to, over, bound) : fromWords(to, over, bound);
  }
}

// As far as there are bits. Nothing is called from here, so that what the loops need stays in registers.

function fromHalves(to: usize, over: usize, bound: u32): usize {
  const refused: u32 = (65536 - bound) % bound;
  const upTo = min(end, next + ((over - to) >> 1));
  for (let at = next; at < upTo; at += 2) {
    const product = <u32>load<u16>(at) * bound;
    store<u32>(to, product >> 16);
    to += <usize>((product & 0xffff) >= refused) << 2;
  }
  next = upTo;
  return to;
}

function fromWords(to: usize, over: usize, bound: u32): usize {
  const refused: u32 = (0 - bound) % bound;
  const upTo = min(end, next + (over - to));
  for (let at = next; at < upTo; at += 4) {
    const product = <u64>load<u32>(at) * <u64>bound;
    store<u32>(to, <u32>(product >> 32));
    to += <usize>(<u32>product >= refused) << 2;
  }
  next = upTo;
  return to;
}
