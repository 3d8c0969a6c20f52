import { base, memoryDoubles, reserve, resident, residentBytes } from "./kernel.ts";
import { viewAt } from "./views.ts";

/**
 * Numbers of a cohort whose lanes lie in pairs, as the module computes with two at a time: number e of lane l stands at
 * ((l >> 1) · width + e) · 2 + (l & 1). Where lanes are odd in number the last has a neighbour that nobody looks at.
 */
export interface Paired {
  /** Numbers a lane. */
  readonly width: number;
  /**
   * Whether a call reads them, writes them, or both; `keep`: reads numbers that never change, so that they need not be
   * copied each time. A call has one such part at most.
   */
  readonly use: "read" | "write" | "change" | "keep";
}

/** Numbers that calls may write over behind the parts of a tile: so many a lane, and so many once. */
export interface Room {
  readonly perLane: number;
  readonly once: number;
}

/** A part of a cohort that one call of the module handles. */
export interface Tile {
  /** Its first lane, even. */
  readonly lane: number;
  /** Lanes and pairs of them; the last lane may be one that nobody looks at. */
  readonly lanes: number;
  readonly pairs: number;
  /** Where the numbers of each part lie in the module's memory, in bytes, and behind them the room. */
  readonly places: number[];
  readonly room: number;
}

/** Runs calls of the module over tiles, what they read copied in and what they write copied out. */
export type Tiles = (values: readonly Float64Array[], call: (tile: Tile) => void) => void;

/** Numbers that a tile takes in all: they stay in the second-level cache, and mostly in the first. */
const tileNumbers = 6144;

/** Lanes as pairs count them. */
export function evenLanes(count: number): number {
  return count + (count & 1);
}

/** Where number e of a lane stands. */
export function placeOf(lane: number, width: number, e: number): number {
  return ((lane >> 1) * width + e) * 2 + (lane & 1);
}

const noRoom: Room = { perLane: 0, once: 0 };

/** Cuts a cohort into tiles for calls that have these parts. */
export function tilesOf(count: number, parts: readonly Paired[], room: Room = noRoom): Tiles {
  const all = evenLanes(count);
  const perLane = parts.reduce((sum, { width }) => sum + width, room.perLane);
  const most = Math.min(all, Math.max(2, 2 * Math.floor(tileNumbers / perLane / 2)));
  const places: number[] = [];
  let end = base;
  for (const { width } of parts) {
    places.push(end);
    end += 8 * most * width;
  }
  const tiles: Tile[] = [];
  for (let lane = 0; lane < all; lane += most) {
    const lanes = Math.min(most, all - lane);
    tiles.push({ lane, lanes, pairs: lanes / 2, places: [...places], room: end });
  }
  return (values, call) => {
    reserve(end + 8 * (most * room.perLane + room.once));
    for (const tile of tiles) {
      for (let i = 0; i < parts.length; i++)
        if (parts[i]!.use === "keep") keepIn(values[i]!, tile, i);
        else if (parts[i]!.use !== "write") copyIn(values[i]!, tile, i);
      call(tile);
      for (let i = 0; i < parts.length; i++)
        if (parts[i]!.use === "write" || parts[i]!.use === "change") copyOut(values[i]!, tile, i);
    }
  };

  function keepIn(values: Float64Array, tile: Tile, part: number): void {
    const place = keptAt(values);
    if (place === undefined) copyIn(values, tile, part);
    else tile.places[part] = place + 8 * tile.lane * parts[part]!.width;
  }

  function copyIn(values: Float64Array, tile: Tile, part: number): void {
    copyLanes(places[part]!, values, tile, parts[part]!.width);
  }

  function copyOut(values: Float64Array, { lane, lanes }: Tile, part: number): void {
    const { width } = parts[part]!;
    values.set(viewAt(places[part]! / 8, lanes * width), lane * width);
  }
}

/** Copies what a tile's lanes have, `width` numbers each, to a place in the module's memory. */
export function copyLanes(to: number, values: Float64Array, { lane, lanes }: Tile, width: number): void {
  const whole = values.length === lanes * width;
  memoryDoubles().set(whole ? values : values.subarray(lane * width, (lane + lanes) * width), to / 8);
}

/** Copies a tile's column, `index` columns into its room, to where its lanes stand in a column over all `count` lanes. */
export function copyColumn(
  column: Float64Array,
  { room, lane, lanes }: Tile,
  index: number,
  count: number,
): void {
  column.set(viewAt(room / 8 + index * lanes, Math.min(lanes, count - lane)), lane);
}

let kept = new Map<Float64Array, number>();
let keptBytes = 0;

/**
 * Where in the memory, in bytes, an array stays that never changes; nowhere where it is too long. What is not used now makes room.
 */
export function keptAt(values: Float64Array): number | undefined {
  const known = kept.get(values);
  if (known !== undefined) return known;
  const bytes = Math.ceil(values.byteLength / 16) * 16;
  if (bytes > residentBytes) return undefined;
  if (keptBytes + bytes > residentBytes) [kept, keptBytes] = [new Map(), 0];
  const place = resident + keptBytes;
  reserve(base);
  memoryDoubles().set(values, place / 8);
  kept.set(values, place);
  keptBytes += bytes;
  return place;
}
