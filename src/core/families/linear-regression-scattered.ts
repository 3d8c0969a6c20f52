import { packedLength } from "../linalg/lower.ts";
import type { Address, Lanes } from "../random/address.ts";
import { base, kernel, memoryDoubles, memoryWords, reserve } from "../random/kernel.ts";
import { placeOf } from "../random/pairs.ts";
import { normalsOfPoints, type Scattered } from "../random/points.ts";
import { normals, normalsAt } from "../random/samplers.ts";
import type { LinearRegressionLaw } from "./linear-regression-law.ts";
import { scalesOf } from "./linear-regression-measure.ts";
import { PastModels } from "./past-models.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

const designAddress: Address = { generation: 0, draw: 0, part: 0 };
/** A fixed design of up to so many numbers (16 MiB) is kept at hand; a larger one is drawn again where it is looked at. */
const mostKept = 2 ** 21;
/** Numbers of rows handled at once. */
const atOnce = 8192;
/** Numbers behind rows that the module may read. */
const slack = 8;

/**
 * Single rows, drawn again, as their normal equations (X'X packed, X'y): (x, x·w + noise·e), w being the model that the row's batch
 * is from. Under a fixed design row i of every batch has the same x.
 *
 * @source arXiv:2404.01413, Section 3; arXiv:2410.16713 (subsampled rows)
 */
export function scatteredRows(
  law: LinearRegressionLaw,
  lanes: Lanes,
): NonNullable<StatisticKernel["addScattered"]> {
  const { dimension: d, fixed, noise, samples } = law;
  const order = d + 1;
  const entries = packedLength(order);
  const scales = scalesOf(law);
  const small = lanes.count * samples * d <= mostKept;
  const together = Math.max(1, Math.floor(atOnce / order));
  // What the memory holds, in doubles.
  const sum = base / 8;
  const spreads = sum + entries + (entries & 1);
  const places = spreads + d;
  const errors = places + Math.ceil(together / 2);
  const numbers = errors + together;
  const rows = numbers + Math.ceil(together / 2);
  const source = rows + together * order + slack;
  const coefficients = source + (fixed ? Math.max(samples, together) * d : 0);
  /** Errors of all points, under a fixed design; else their rows. */
  let drawn = new Float64Array(0);
  /** Of all points: generations of models and, under a fixed design, places in it. */
  let [froms, indices] = [new Uint32Array(0), new Uint32Array(0)];
  let design: Float64Array | undefined;
  const past = new PastModels(lanes.count, d, (out, at, models, lane) => {
    for (let j = 0, from = placeOf(lane, d, 0); j < d; j++, from += 2) out[at + j] = models[from]!;
  });
  /** The rows of one lane's points, where the design is not kept. */
  let own = new Float64Array(0);

  /** The fixed design of all lanes. */
  function whole(): Float64Array {
    if (design) return design;
    design = new Float64Array(lanes.count * samples * d);
    normals(design, lanes, designAddress, samples * d);
    return design;
  }

  /** Draws what does not depend on models. */
  function draw(points: Scattered): void {
    const total = points.lanes * points.count;
    const width = fixed ? 1 : order;
    if (drawn.length < total * width) drawn = new Float64Array(total * width);
    normalsOfPoints(drawn, lanes, points, width);
    if (froms.length < total) [froms, indices] = [new Uint32Array(total), new Uint32Array(total)];
    const [first, column] = [points.at / 4, points.column / 4];
    froms.set(memoryWords().subarray(first + 5 * column, first + 5 * column + total));
    if (!fixed) return;
    indices.set(memoryWords().subarray(first, first + total));
    for (let k = 0; k < total; k++) indices[k]! %= samples;
    if (small) whole();
  }

  /** Draws a lane's rows of the design again. */
  function drawOwn(lane: number, from: number, n: number): void {
    if (own.length < n * d) own = new Float64Array(n * d);
    normalsAt(own, lanes, lane, designAddress, indices.subarray(from, from + n), n, d);
  }

  /** Puts rows of a fixed design, and errors, into the memory. @param k how many of the lane are done */
  function takeDesign(lane: number, k: number, from: number, n: number): void {
    const chosen = indices.subarray(from, from + n);
    const memory = memoryDoubles();
    if (!small) memory.set(own.subarray(k * d, (k + n) * d), source);
    else if (k === 0) memory.set(whole().subarray(lane * samples * d, (lane + 1) * samples * d), source);
    memory.set(drawn.subarray(from, from + n), errors);
    const words = memoryWords();
    if (small) words.set(chosen, 2 * places);
    else for (let row = 0; row < n; row++) words[2 * places + row] = row;
    kernel.designRows(8 * rows, 8 * places, 8 * source, 8 * errors, n, d);
  }

  return (pool, sources, points) => {
    const { lane: first, lanes: several, count: n } = points;
    draw(points);
    past.hold(sources);
    reserve(8 * (coefficients + past.room(Math.min(n, together))));
    const memory = memoryDoubles();
    for (let i = 0; i < several; i++) {
      const lane = first + i;
      if (fixed && !small) drawOwn(lane, i * n, n);
      memory.fill(0, sum, sum + entries);
      memory.set(scales, spreads);
      for (let k = 0; k < n; k += together) {
        const some = Math.min(together, n - k);
        const from = i * n + k;
        if (fixed) takeDesign(lane, k, from, some);
        else memory.set(drawn.subarray(from * order, (from + some) * order), rows);
        memoryWords().set(froms.subarray(from, from + some), 2 * numbers);
        past.place(lane, 2 * numbers, some, coefficients);
        kernel.labelRows(8 * rows, 8 * numbers, 8 * coefficients, 8 * spreads, some, d, noise);
        kernel.addOuterProducts(base, 8 * rows, some, order);
      }
      for (let e = 0, to = placeOf(lane, entries - 1, 0); e < entries - 1; e++, to += 2)
        pool[to] = memory[sum + e]!;
    }
  };
}
