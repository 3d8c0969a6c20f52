import type { Address, Lanes } from "./address.ts";
import { aim, slack } from "./batches.ts";
import { base, kernel, memoryDoubles, reserve } from "./kernel.ts";
import { viewAt } from "./views.ts";

/** Normal numbers made in one call where several lanes fit in: they stay in the second-level cache. */
const atOnce = 4096;

/**
 * Batches of |y|, y being normal numbers: the mean and the scatter about it of each lane's.
 *
 * @param out shape [lanes, 2]: mean, sum of squared deviations from it
 * @param laws shape [lanes, 2]: mean and standard deviation of y
 * @param n observations a batch
 * @source the definition
 */
export function foldedNormals(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  n: number,
  laws: Float64Array,
): void {
  const { count, first } = lanes;
  const together = Math.min(count, Math.max(1, Math.floor(atOnce / n)));
  const stretch = Math.min(n, atOnce);
  const places = placesOf(together, n);
  const scratch = places.end;
  reserve(scratch + 8 * (stretch + 1) * together + 2 * slack);
  aim(lanes, at);
  for (let lane = 0; lane < count; lane += together) {
    const some = Math.min(together, count - lane);
    for (let element = 0; element < n; element += stretch) {
      const to = base + 8 * element;
      kernel.normals(to, scratch, first + lane, some, element, Math.min(stretch, n - element));
    }
    memoryDoubles().set(laws.subarray(2 * lane, 2 * (lane + some)), places.laws / 8);
    kernel.foldedMoments(places.moments, base, places.laws, places.room, n, some);
    out.set(viewAt(places.moments / 8, 2 * some), 2 * lane);
  }
}

/**
 * The same of one lane's first `n` standard normal numbers, which are there already.
 *
 * @returns mean, sum of squared deviations from it
 * @source the definition
 */
export function folded(
  normals: Float64Array,
  n: number,
  mean: number,
  sd: number,
): readonly [number, number] {
  const { laws, moments, room, end } = placesOf(1, n);
  reserve(end);
  const memory = memoryDoubles();
  memory.set(normals.subarray(0, n), base / 8);
  memory[laws / 8] = mean;
  memory[laws / 8 + 1] = sd;
  kernel.foldedMoments(moments, base, laws, room, n, 1);
  return [memory[moments / 8]!, memory[moments / 8 + 1]!];
}

/** Where what goes with batches lies behind them, in bytes. */
function placesOf(lanes: number, n: number): Readonly<Record<"laws" | "moments" | "room" | "end", number>> {
  const laws = base + 16 * Math.ceil((lanes * n + 1) / 2);
  const moments = laws + 16 * lanes;
  const room = moments + 16 * lanes;
  return { laws, moments, room, end: room + 16 * n };
}
