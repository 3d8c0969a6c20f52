import { packedLength } from "../linalg/lower.ts";
import type { Address, Lanes } from "../random/address.ts";
import { memoryDoubles } from "../random/kernel.ts";
import { placeOf, tilesOf } from "../random/pairs.ts";
import { recordRoom, records } from "../random/records.ts";

/**
 * Writes triangles T, packed and lane after lane, with T·T' of Wishart law: the scatter of `freedom` N(0, I) rows.
 */
export type BartlettSampler = (out: Float64Array, at: Address, freedom: number) => void;

/**
 * The law of a Bartlett triangle of order d as numbers of a record: below the diagonal normal, and on it the squares
 * chi-square. With fewer rows than dimensions the last columns of T are 0, whatever the record holds there, so that
 * T·T' has the rank it must have.
 *
 * @source Bartlett's decomposition of the Wishart law (1933)
 */
export function bartlettFreedoms(d: number, freedom: number): readonly number[] {
  const rows = Array.from({ length: d }, (_, i) => [
    ...new Array<number>(i).fill(0),
    Math.max(0, freedom - i),
  ]);
  return rows.flat();
}

/**
 * A sampler of Bartlett triangles of order d, of rows with standard deviations `scales` where they are not all 1.
 *
 * @source Bartlett's decomposition of the Wishart law (1933)
 */
export function bartlettSampler(lanes: Lanes, d: number, scales?: Float64Array): BartlettSampler {
  const { count } = lanes;
  const triangle = packedLength(d);
  const tiles = tilesOf(count, [], recordRoom(triangle));
  return (out, at, freedom) => {
    const freedoms = bartlettFreedoms(d, freedom);
    tiles([], (tile) => {
      const drawn = records(tile, lanes, at, freedoms) / 8;
      const memory = memoryDoubles();
      for (let lane = 0; lane < Math.min(tile.lanes, count - tile.lane); lane++) {
        const start = (tile.lane + lane) * triangle;
        for (let i = 0; i < d; i++)
          for (let j = 0; j <= i; j++) {
            const entry = packedLength(i) + j;
            const value = j < freedom ? memory[drawn + placeOf(lane, triangle, entry)]! : 0;
            out[start + entry] = (scales?.[i] ?? 1) * (j === i ? Math.sqrt(value) : value);
          }
      }
    });
  };
}
