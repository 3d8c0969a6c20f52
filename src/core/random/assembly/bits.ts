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

/** Up to this bound 16 bits are enough: few of them are refused. */
const small: u32 = 4096;

/** From here on bits are wanted for integers below a bound. */
export function alignBits(bound: u32): void {
  if (bound > small) next = (next + 3) & ~3;
}

/**
 * A uniform integer below a bound, from 16 bits or 32.
 *
 * @source D. Lemire, Fast random integer generation in an interval (2019)
 */
// @ts-ignore: decorator
@inline export function below(bound: u32): u32 {
  if (bound <= small) {
    let product = half() * bound;
    if ((product & 0xffff) < bound) {
      const least: u32 = (65536 - bound) % bound;
      while ((product & 0xffff) < least) product = half() * bound;
    }
    return product >> 16;
  }
  let product = <u64>word() * <u64>bound;
  if (<u32>product < bound) {
    const least: u32 = (0 - bound) % bound;
    while (<u32>product < least) product = <u64>word() * <u64>bound;
  }
  return <u32>(product >> 32);
}

// @ts-ignore: decorator
@inline function half(): u32 {
  if (next >= end) moreBits(1);
  next += 2;
  return <u32>load<u16>(next - 2);
}

// @ts-ignore: decorator
@inline function word(): u32 {
  if (next >= end) moreBits(2);
  next += 4;
  return load<u32>(next - 4);
}
