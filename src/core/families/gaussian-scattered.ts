import { packedLength } from "../linalg/lower.ts";
import { meanAndScatter } from "../linalg/outer-products.ts";
import type { Lanes } from "../random/address.ts";
import { base, kernel, memoryDoubles, reserve } from "../random/kernel.ts";
import { placeOf } from "../random/pairs.ts";
import { normalsOfPoints } from "../random/points.ts";
import type { GaussianLaw } from "./gaussian-law.ts";
import type { Source, StatisticKernel } from "./statistic-kernel.ts";

/** Observations of one batch made in one call of the module: a multiple of four, few enough for the first-level cache. */
const atOnce = 32;
const none = 0xffffffff;

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
  /** By batch the last of a lane's points that is from there, by point the one before; the batches that have any. */
  let lasts = new Uint32Array(0);
  let befores = new Uint32Array(0);
  let seen = new Uint32Array(0);
  const shifts = base / 8;
  const normals = shifts + d + (d & 1);
  const results = normals + atOnce * d;
  const factor = results + atOnce * d;
  const members = new Uint32Array(atOnce);

  /** Replaces the normal numbers of a lane's points by distances from the mean of the model `origin`. */
  function spread(
    lane: number,
    start: number,
    end: number,
    from: Uint32Array,
    sources: readonly Source[],
  ): void {
    let batches = 0;
    for (let k = start; k < end; k++) {
      const batch = from[k]!;
      const before = lasts[batch]!;
      if (before === none) seen[batches++] = batch;
      befores[k - start] = before;
      lasts[batch] = k;
    }
    const origin = sources[from[start]!]!.models;
    for (let b = 0; b < batches; b++) {
      const batch = seen[b]!;
      let next = lasts[batch]!;
      lasts[batch] = none;
      place(lane, sources[batch]!.models, origin);
      const scale = sources[batch]!.whole.from === 0 ? 1 : Math.sqrt(bias);
      while (next !== none) {
        let count = 0;
        for (; next !== none && count < atOnce; next = befores[next - start]!) members[count++] = next;
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
    if (befores.length < n) [befores, seen] = [new Uint32Array(n), new Uint32Array(n)];
    if (lasts.length < sources.length) lasts = new Uint32Array(2 * sources.length).fill(none);
    const addresses = sources.map(({ at }) => at);
    normalsOfPoints(some, lanes, addresses, points, d);
    reserve(8 * (factor + 2 * packedLength(d)));
    for (let i = 0; i < several; i++) {
      const [lane, start, end] = [first + i, i * n, (i + 1) * n];
      // Distances from one of the models' means: they lose no digits where that is far off.
      spread(lane, start, end, batches, sources);
      meanAndScatter(centre, own, some, start, n, d);
      const at = placeOf(lane, width, 0);
      const origin = sources[batches[start]!]!.models;
      for (let j = 0; j < d; j++) pool[at + 2 * j] = origin[at + 2 * j]! + centre[j]!;
      for (let e = 0; e < own.length; e++) pool[at + 2 * (d + e)] = own[e]!;
    }
  };
}
