import type { Address, Lanes } from "./address.ts";
import { aim, slack } from "./batches.ts";
import { kernel, memoryDoubles } from "./kernel.ts";
import type { Room, Tile } from "./pairs.ts";

/**
 * What {@link records} needs of a tile's room.
 *
 * @param width numbers a record
 */
export function recordRoom(width: number): Room {
  return { perLane: width + evenWidth(width), once: evenWidth(width) + slack / 8 };
}

/**
 * Records of independent numbers, one a lane: number e is element e of the lane's stream, a standard normal number
 * where `freedoms[e]` is 0, else a chi-square number of so many degrees of freedom.
 *
 * @param freedoms 0, 1 or at least 2
 * @param out where in the tile's room they begin
 * @returns where the records of the tile's lanes lie, in pairs, in bytes; behind it there is no room left
 */
export function records(
  tile: Tile,
  lanes: Lanes,
  at: Address,
  freedoms: readonly number[],
  out: number = tile.room,
): number {
  const width = freedoms.length;
  const laws = out + 8 * width * tile.lanes;
  const scratch = laws + 8 * evenWidth(width);
  const memory = memoryDoubles();
  for (let e = 0; e < width; e++) memory[laws / 8 + e] = freedoms[e]!;
  aim(lanes, at);
  kernel.records(out, scratch, laws, width, lanes.first + tile.lane, tile.lanes);
  return out;
}

function evenWidth(width: number): number {
  return width + (width & 1);
}
