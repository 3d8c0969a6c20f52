import type { Address, Lanes } from "./address.ts";
import { aim } from "./batches.ts";
import { base, kernel, memoryDoubles, memoryWords, reserve, slots, slotsBytes } from "./kernel.ts";
import { keptAt } from "./pairs.ts";
import type { Urn } from "./urn.ts";

// Lanes' laws on symbols stay in the module's memory from one generation to the next, one cohort's at a time: a lane in a slot, of which
// assembly/symbol-lanes.ts tells. Places here are entries of `memoryWords`, and of `memoryDoubles` where they are those of shares.

const headerBytes = 16;
/** Bytes of a symbol: its share, name and count; of a symbol of a model that is a choice, place and count too. */
const [perSymbol, perChosen] = [16, 8];
/** What the module writes over: so many bytes, and so many more a symbol. */
const [workBytes, workPerSymbol] = [2 ** 16, 48];

/** The slots of a cohort. */
export interface Slots {
  readonly lanes: Lanes;
  readonly bytes: number;
  /** Symbols that a column has room for. */
  readonly room: number;
  /** Lanes that there are slots for. */
  readonly together: number;
}

/** Places of a lane in the memory. */
export interface Slot {
  readonly support: number;
  readonly total: number;
  readonly modelTotal: number;
  readonly modelSupport: number;
  /** Of doubles. */
  readonly shares: number;
  readonly names: number;
  readonly counts: number;
  readonly picks: number;
  readonly model: number;
}

/** @param symbols that a lane has at most @param chosen whether models may be choices; nothing where no lane fits in */
export function slotsOf(lanes: Lanes, symbols: number, chosen: boolean): Slots | undefined {
  const room = roomFor(symbols);
  const bytes = headerBytes + room * (perSymbol + (chosen ? perChosen : 0));
  const together = Math.min(lanes.count, Math.floor(slotsBytes / bytes));
  return together > 0 ? { lanes, bytes, room, together } : undefined;
}

/** @param index which slot */
export function slotAt({ bytes, room }: Slots, index: number): Slot {
  return placesOf(slots + index * bytes, room);
}

function placesOf(slot: number, room: number): Slot {
  const first = slot / 4;
  const columns = first + headerBytes / 4;
  return {
    support: first,
    total: first + 1,
    modelTotal: first + 2,
    modelSupport: first + 3,
    shares: columns / 2,
    names: columns + 2 * room,
    counts: columns + 3 * room,
    picks: columns + 4 * room,
    model: columns + 5 * room,
  };
}

/**
 * Leaves what a lane draws from an urn behind `base`, of the streams that the module is pointed at.
 *
 * @param symbols that are drawn at most
 */
export function drawUrn(urn: Urn, symbols: number, draws: number, replicate: number): Slot {
  const room = roomFor(symbols);
  const status = base + headerBytes + room * perSymbol;
  const out = status + 16;
  const work = out + 32;
  reserve(work + workBytes + workPerSymbol * urn.symbols);
  const place = keptAt(urn.values)!;
  kernel.drawnLanes(
    base,
    0,
    room,
    1,
    replicate,
    draws,
    0,
    false,
    place,
    urn.power,
    urn.symbols,
    status,
    out,
    work,
  );
  return placesOf(base, room);
}

/** Of a column, which is written over behind its end. */
function roomFor(symbols: number): number {
  return 4 * Math.ceil((symbols + 3) / 4);
}

let holder: (() => void) | undefined;

/** Takes the slots, which are those of the cohort that did so last, until another does. @param leave is then called */
export function takeSlots(leave: () => void): void {
  if (holder !== leave) holder?.();
  holder = leave;
  reserve(base);
}

export function leaveSlots(): void {
  holder = undefined;
}

/** Draws from a law that never changes, into lanes that have nothing yet. */
interface DrawnStep {
  readonly kind: "drawn";
  readonly draws: number;
  readonly at: Address;
  readonly over: number;
  readonly urn: Urn;
  /** Whether models may become choices. */
  readonly isPool: boolean;
}

/** What a generation does with lanes. */
interface SymbolStep {
  readonly kind: "replaced" | "pooled";
  readonly draws: number;
  readonly at: Address;
  /** The status that a lane with one symbol left gets. */
  readonly over: number;
}

/** The same where each model is a choice among what was drawn, which leaves lanes alone whose status is not 0. */
interface ChosenStep {
  readonly kind: "chosen";
  readonly draws: number;
  readonly at: Address;
  readonly chosen: number;
  readonly choice: Address;
}

export type Step = DrawnStep | SymbolStep | ChosenStep;

/**
 * A generation of the lanes in the slots.
 *
 * @param first the lane in the first slot
 * @param count lanes that there are
 * @param status changes where lanes are over
 * @param visit gets of each lane symbols, entropy, heterozygosity and distance from the truth
 */
export function stepSlots(
  { lanes, bytes, room }: Slots,
  first: number,
  count: number,
  step: Step,
  status: Uint8Array,
  visit: (lane: number, support: number, entropy: number, differ: number, distance: number) => void,
): void {
  const out = base;
  const codes = out + 32 * count;
  const work = codes + 16 * Math.ceil(count / 16);
  const symbols = step.kind === "drawn" ? step.urn.symbols : room;
  reserve(work + workBytes + workPerSymbol * symbols);
  const words = memoryWords();
  const at = codes / 4;
  for (let lane = 0; lane < count; lane += 4)
    words[at + lane / 4] =
      status[first + lane]! |
      (status[first + lane + 1]! << 8) |
      (status[first + lane + 2]! << 16) |
      (status[first + lane + 3]! << 24);
  aim(lanes, step.at);
  const replicate = lanes.first + first;
  const { draws } = step;
  if (step.kind === "chosen") {
    const [place, choice] = [placeOf(step.at), placeOf(step.choice)];
    const { generation } = step.at;
    kernel.chosenLanes(
      slots,
      bytes,
      room,
      count,
      replicate,
      draws,
      step.chosen,
      place,
      choice,
      generation,
      codes,
      out,
      work,
    );
  } else if (step.kind === "drawn") {
    const { over, isPool, urn } = step;
    const place = keptAt(urn.values)!;
    kernel.drawnLanes(
      slots,
      bytes,
      room,
      count,
      replicate,
      draws,
      over,
      isPool,
      place,
      urn.power,
      urn.symbols,
      codes,
      out,
      work,
    );
  } else {
    const call = step.kind === "replaced" ? kernel.replacedLanes : kernel.pooledLanes;
    call(slots, bytes, room, count, replicate, draws, step.over, codes, out, work);
  }
  if (step.kind !== "chosen")
    for (let lane = 0; lane < count; lane++)
      status[first + lane] = words[at + (lane >> 2)]! >>> (8 * (lane & 3));
  const memory = memoryDoubles();
  for (let lane = 0, from = out / 8; lane < count; lane++, from++)
    visit(
      first + lane,
      memory[from]!,
      memory[from + count]!,
      memory[from + 2 * count]!,
      memory[from + 3 * count]!,
    );
}

/** Part and draw as the counter has them. */
function placeOf({ part, draw }: Address): number {
  return part | (draw << 8);
}
