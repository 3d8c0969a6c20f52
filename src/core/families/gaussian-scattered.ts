import { packedLength } from "../linalg/lower.ts";
import { meanAndScatter } from "../linalg/outer-products.ts";
import type { Lanes } from "../random/address.ts";
import { base, kernel, memoryDoubles, reserve } from "../random/kernel.ts";
import { placeOf } from "../random/pairs.ts";
import { normalsOfPoints, type Scattered } from "../random/points.ts";
import type { GaussianLaw } from "./gaussian-law.ts";
import { inKeyOrder } from "./key-order.ts";
import type { Source, StatisticKernel } from "./statistic-kernel.ts";

/** Observations of one batch made in one call of the module: a multiple of four, few enough for the first-level cache. */
const atOnce = 32;

/**
 * Single observations of Gaussians in d >= 2 dimensions, drawn again: x = mean + F·z. Those of one batch are made together, so
 * that its factor F is read once for several of them.
 *
 * @source arXiv:2410.16713, Section 2 (the regime that looks at them)
 */
export function scatteredGaussians(
  { dimension: d, bias }: GaussianLaw,
  lanes: Lanes,
): NonNullable<StatisticKernel["addScattered"]> {
  const width = d + packedLength(d);
  const centre = new Float64Array(d);
  const own = new Float64Array(packedLength(d));
  let some = new Float64Array(0);
  /** The points of all lanes, batch by batch and in their own order within each. */
  let order = new Uint32Array(0);
  const shifts = base / 8;
  const normals = shifts + d + (d & 1);
  const results = normals + atOnce * d;
  const factor = results + atOnce * d;
  const members = new Uint32Array(atOnce);

  /** Replaces the normal numbers of points by distances from the mean of the model that their lane's first is from. */
  function spread(
    sources: readonly Source[],
    { lane: first, lanes: several, count: n, batches }: Scattered,
  ): void {
    // Models of one batch and two lanes lie side by side: in this order they come from the memory once.
    inKeyOrder(order, batches, several * n, sources.length);
    for (let at = 0; at < several * n; ) {
      const batch = batches[order[at]!]!;
      const lane = Math.floor(order[at]! / n);
      const { models, whole } = sources[batch]!;
      place(first + lane, models, sources[batches[lane * n]!]!.models);
      const scale = whole.from === 0 ? 1 : Math.sqrt(bias);
      const end = (lane + 1) * n;
      let more = true;
      while (more) {
        let count = 0;
        do {
          members[count++] = order[at++]!;
          more = at < several * n && order[at]! < end && batches[order[at]!] === batch;
        } while (more && count < atOnce);
        spreadMembers(count, scale);
      }
    }
  }

  /** Puts a lane's model where the module finds it. */
  function place(lane: number, model: Float64Array, origin: Float64Array): void {
    const memory = memoryDoubles();
    let at = placeOf(lane, width, 0);
    for (let j = 0; j < d; j++, at += 2) memory[shifts + j] = model[at]! - origin[at]!;
    for (let e = factor, end = factor + 2 * packedLength(d); e < end; e += 2, at += 2) memory[e] = model[at]!;
  }

  function spreadMembers(count: number, scale: number): void {
    const memory = memoryDoubles();
    for (let i = 0; i < count; i++)
      for (let j = 0, from = members[i]! * d; j < d; j++) memory[normals + j * atOnce + i] = some[from + j]!;
    kernel.spread(8 * results, 8 * factor, 8 * shifts, 8 * normals, 8 * atOnce, count, d, scale);
    for (let i = 0; i < count; i++)
      for (let j = 0, to = members[i]! * d; j < d; j++) some[to + j] = memory[results + i * d + j]!;
  }

  return (pool, sources, points) => {
    const { lane: first, lanes: several, count: n, batches } = points;
    if (some.length < several * n * d) some = new Float64Array(several * n * d);
    if (order.length < several * n) order = new Uint32Array(several * n);
    normalsOfPoints(some, lanes, points, d);
    reserve(8 * (factor + 2 * packedLength(d)));
    // Distances from one of the models' means: they lose no digits where that is far off.
    spread(sources, points);
    for (let i = 0; i < several; i++) {
      meanAndScatter(centre, own, some, i * n, n, d);
      const at = placeOf(first + i, width, 0);
      const origin = sources[batches[i * n]!]!.models;
      for (let j = 0; j < d; j++) pool[at + 2 * j] = origin[at + 2 * j]! + centre[j]!;
      for (let e = 0; e < own.length; e++) pool[at + 2 * (d + e)] = own[e]!;
    }
  };
}
