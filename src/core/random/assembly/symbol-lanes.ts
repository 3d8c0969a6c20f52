import { measureCounts } from "./count-measures";
import { chosenPlaces, dealRoom } from "./deals";
import { multinomialOfPlaces } from "./multinomial";
import { packDoubles, wantedOf, wantedWords } from "./packing";
import { addressOf } from "./philox";
import { drawFromUrn, urnClear, urnRoom } from "./urns";

// Generations of laws on symbols, many lanes in one call. A lane is in a slot: how many symbols it has, the sum of their counts, that of
// the model's and how many symbols that has; then columns with room for as many symbols each: their true probabilities, the symbols,
// their counts, and where a model is a choice of them, which of them it has and its counts.

const header: usize = 16;
/** Lanes of which one after the other is drawn, and then measured, while the tables for that are at hand. */
const together: u32 = 16;

// @ts-ignore: decorator
@inline function sharesOf(slot: usize): usize {
  return slot + header;
}
// @ts-ignore: decorator
@inline function namesOf(slot: usize, room: usize): usize {
  return slot + header + (room << 3);
}
// @ts-ignore: decorator
@inline function countsOf(slot: usize, room: usize): usize {
  return slot + header + room * 12;
}
// @ts-ignore: decorator
@inline function picksOf(slot: usize, room: usize): usize {
  return slot + header + (room << 4);
}
// @ts-ignore: decorator
@inline function modelOf(slot: usize, room: usize): usize {
  return slot + header + room * 20;
}

/**
 * Each lane's law, and its counts, become those of draws from a law that never changes.
 *
 * @param isPool whether lanes have models that are choices; each is then everything
 * @param urn its alias table, of 2^`power` columns, and behind it the probabilities of its `symbols`
 * @param work memory to write over: 64 KiB and 48 bytes a symbol
 */
export function drawnLanes(
  slots: usize,
  bytes: usize,
  room: usize,
  lanes: u32,
  replicate: u32,
  draws: u32,
  over: u32,
  isPool: bool,
  urn: usize,
  power: u32,
  symbols: u32,
  status: usize,
  out: usize,
  work: usize,
): void {
  const probabilities = urn + (<usize>12 << power);
  memory.fill(work + urnRoom(symbols) - urnClear(symbols), 0, urnClear(symbols));
  for (let lane: u32 = 0; lane < lanes; lane++) {
    const slot = slots + <usize>lane * bytes;
    const shares = sharesOf(slot);
    const names = namesOf(slot, room);
    const counts = countsOf(slot, room);
    const support = drawFromUrn(names, counts, urn, power, symbols, draws, work, replicate + lane);
    for (let i: usize = 0; i < support; i++)
      store<u64>(shares + (i << 3), load<u64>(probabilities + (<usize>load<u32>(names + (i << 2)) << 3)));
    store<u32>(slot, support);
    store<u32>(slot, draws, 4);
    store<u32>(slot, draws, 8);
    store<u32>(slot, support, 12);
    for (let i: usize = 0; isPool && i < support; i++) {
      store<u32>(picksOf(slot, room) + (i << 2), <u32>i);
      store<u32>(modelOf(slot, room) + (i << 2), load<u32>(counts + (i << 2)));
    }
    if (support == 1) store<u8>(status + lane, over);
    measureCounts(out + (<usize>lane << 3), <usize>lanes << 3, shares, counts, support, draws);
  }
}

/**
 * Each lane's law becomes that of draws from it; symbols without any are left out.
 *
 * @param slots of `bytes` each; a column has room for `room` symbols: a multiple of four, and three more than there are
 * @param over what the status, a byte, of a lane becomes that has one symbol left; a lane whose status is not 0 stays as it is
 * @param out a column of `lanes` numbers each: symbols of the model, its entropy, heterozygosity and distance from the truth
 * @param work memory to write over: 64 KiB and 40 bytes a symbol
 */
export function replacedLanes(
  slots: usize,
  bytes: usize,
  room: usize,
  lanes: u32,
  replicate: u32,
  draws: u32,
  over: u32,
  status: usize,
  out: usize,
  work: usize,
): void {
  for (let lane: u32 = 0; lane < lanes; lane++) {
    const slot = slots + <usize>lane * bytes;
    const counts = countsOf(slot, room);
    if (load<u8>(status + lane) == 0) {
      const support = load<u32>(slot);
      const behind = work + (((<usize>support << 2) + 15) & ~15);
      multinomialOfPlaces(counts, work, support, load<u32>(slot, 4), draws, behind, replicate + lane);
      const left = packed(sharesOf(slot), namesOf(slot, room), counts, work, <usize>support);
      store<u32>(slot, left);
      store<u32>(slot, draws, 4);
      if (left == 1) store<u8>(status + lane, over);
    }
    measureCounts(out + (<usize>lane << 3), <usize>lanes << 3, sharesOf(slot), counts, load<u32>(slot), load<u32>(slot, 4));
  }
}

/** Moves symbols that were drawn up to where those stand that were not. @returns how many were */
function packed(shares: usize, names: usize, counts: usize, drawn: usize, support: usize): u32 {
  let left: usize = 0;
  for (let i: usize = 0; i < support; i += 4) {
    const four = v128.load(drawn + (i << 2));
    const words = v128.load(names + (i << 2));
    const wanted = wantedOf(four, support - i);
    packDoubles(shares + (left << 3), shares + (i << 3), wanted);
    v128.store(names + (left << 2), wantedWords(words, wanted));
    v128.store(counts + (left << 2), wantedWords(four, wanted));
    left += <usize>popcnt<u32>(wanted);
  }
  return <u32>left;
}

/** Each lane's law becomes that of its counts with draws from it added; parameters as of {@link replacedLanes}. */
export function pooledLanes(
  slots: usize,
  bytes: usize,
  room: usize,
  lanes: u32,
  replicate: u32,
  draws: u32,
  over: u32,
  status: usize,
  out: usize,
  work: usize,
): void {
  for (let first: u32 = 0; first < lanes; first += together) {
    const end = min(lanes, first + together);
    for (let lane = first; lane < end; lane++) {
      const slot = slots + <usize>lane * bytes;
      const counts = countsOf(slot, room);
      const support = load<u32>(slot);
      const total = load<u32>(slot, 4) + draws;
      if (load<u8>(status + lane) == 0) {
        const drawn = work;
        const behind = work + (((<usize>support << 2) + 15) & ~15);
        multinomialOfPlaces(counts, drawn, support, load<u32>(slot, 4), draws, behind, replicate + lane);
        for (let at: usize = 0, end = <usize>support << 2; at < end; at += 16)
          v128.store(counts + at, i32x4.add(v128.load(counts + at), v128.load(drawn + at)));
        store<u32>(slot, total, 8);
        if (support == 1) store<u8>(status + lane, over);
      } else store<u32>(counts, load<u32>(counts) + draws);
      store<u32>(slot, total, 4);
    }
    for (let lane = first; lane < end; lane++) {
      const slot = slots + <usize>lane * bytes;
      measureCounts(out + (<usize>lane << 3), <usize>lanes << 3, sharesOf(slot), countsOf(slot, room), load<u32>(slot), load<u32>(slot, 8));
    }
  }
}

/**
 * Draws from each lane's model, adds them to its counts, and makes the model a choice of them.
 *
 * @param place part and draw of the batch, as the counter has them, and those of the choice
 * @param chosen observations that the model sees, at most as many as there are then
 */
export function chosenLanes(
  slots: usize,
  bytes: usize,
  room: usize,
  lanes: u32,
  replicate: u32,
  draws: u32,
  chosen: u32,
  place: u32,
  choice: u32,
  generation: u32,
  status: usize,
  out: usize,
  work: usize,
): void {
  for (let first: u32 = 0; first < lanes; first += together) {
    const end = min(lanes, first + together);
    addressOf(place, generation);
    for (let lane = first; lane < end; lane++)
      if (load<u8>(status + lane) == 0) grown(slots + <usize>lane * bytes, room, draws, work, replicate + lane);
    addressOf(choice, generation);
    for (let lane = first; lane < end; lane++) {
      if (load<u8>(status + lane) != 0) continue;
      const slot = slots + <usize>lane * bytes;
      const left = chosenFrom(slot, room, chosen, work, replicate + lane);
      measureCounts(out + (<usize>lane << 3), <usize>lanes << 3, work, modelOf(slot, room), left, chosen);
    }
  }
}

/** Adds draws from a lane's model to its counts. */
function grown(slot: usize, room: usize, draws: u32, work: usize, replicate: u32): void {
  const counts = countsOf(slot, room);
  const picks = picksOf(slot, room);
  const known = load<u32>(slot, 12);
  const behind = work + (((<usize>known << 2) + 31) & ~15);
  multinomialOfPlaces(modelOf(slot, room), work, known, load<u32>(slot, 8), draws, behind, replicate);
  for (let i: usize = 0, over = <usize>known << 2; i < over; i += 4) {
    const at = counts + (<usize>load<u32>(picks + i) << 2);
    store<u32>(at, load<u32>(at) + load<u32>(work + i));
  }
  store<u32>(slot, load<u32>(slot, 4) + draws, 4);
}

/**
 * Makes a lane's model a choice of its counts, and leaves the true probabilities of its symbols.
 *
 * @returns how many symbols
 */
function chosenFrom(slot: usize, room: usize, chosen: u32, work: usize, replicate: u32): u32 {
  const support = <usize>load<u32>(slot);
  const shares = sharesOf(slot);
  const picks = picksOf(slot, room);
  const model = modelOf(slot, room);
  const drawn = work + (((support << 3) + 63) & ~15);
  const behind = drawn + (((support << 2) + 31) & ~15);
  chosenPlaces(countsOf(slot, room), drawn, <u32>support, chosen, load<u32>(slot, 4), behind, replicate);
  let left: usize = 0;
  let places = i32x4(0, 1, 2, 3);
  for (let i: usize = 0; i < support; i += 4) {
    const four = v128.load(drawn + (i << 2));
    const wanted = wantedOf(four, support - i);
    packDoubles(work + (left << 3), shares + (i << 3), wanted);
    v128.store(picks + (left << 2), wantedWords(places, wanted));
    v128.store(model + (left << 2), wantedWords(four, wanted));
    places = i32x4.add(places, i32x4.splat(4));
    left += <usize>popcnt<u32>(wanted);
  }
  store<u32>(slot, chosen, 8);
  store<u32>(slot, <u32>left, 12);
  return <u32>left;
}

/**
 * Replaces the counts of an urn by those of a uniform choice from it.
 *
 * @param counts whole, a double a symbol, `population` in all, below 2^31
 * @param work memory to write over: 64 KiB and 12 bytes a symbol
 */
export function chosenCounts(
  counts: usize,
  symbols: u32,
  population: u32,
  chosen: u32,
  work: usize,
  replicate: u32,
): void {
  for (let i: usize = 0; i < symbols; i++) store<u32>(work + (i << 2), <u32>(<i64>load<f64>(counts + (i << 3))));
  const behind = work + (((<usize>symbols << 2) + 15) & ~15);
  const drawn = behind + ((dealRoom(symbols) + 15) & ~15);
  chosenPlaces(work, drawn, symbols, chosen, population, behind, replicate);
  for (let i: usize = 0; i < symbols; i++) store<f64>(counts + (i << 3), <f64>load<u32>(drawn + (i << 2)));
}
