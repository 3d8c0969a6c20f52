import { packedLength } from "../linalg/lower.ts";
import type { Address, Lanes } from "../random/address.ts";
import { kernel, memoryDoubles } from "../random/kernel.ts";
import { copyColumn, evenLanes, type Paired, placeOf, type Tile, tilesOf } from "../random/pairs.ts";
import { recordRoom, records } from "../random/records.ts";
import { bartlettSampler } from "./bartlett.ts";
import type { LinearRegressionLaw } from "./linear-regression-law.ts";
import { scalesOf } from "./linear-regression-measure.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

/** Batches are drawn at generations from 1 on: the streams of generation 0 are free for what a chain draws once. */
const designAddress: Address = { generation: 0, draw: 0, part: 0 };

/**
 * Least squares where every batch relabels the same rows X, drawn once a chain, of full rank and without penalty.
 *
 * With X'X = T·T' (Bartlett) the estimate from a batch labelled by w is w + noise·T'⁻¹·z, z being d standard normals: of
 * v = T'w, which is what models hold of the coefficients, it is v + noise·z. Stacked batches share X, so that the fit to a pool is
 * the mean of its batches' estimates; a batch of m·n rows labels X m times.
 *
 * A model is (v, step), `step` being the one-step statistic measured as `step_chi2`; lanes lie in pairs.
 *
 * @source arXiv:2404.01413, Section 3 and Theorems 1 and 2
 */
export function fullDesign(law: LinearRegressionLaw, lanes: Lanes): StatisticKernel {
  const { dimension: d, samples, noise, signal } = law;
  const { count } = lanes;
  const width = d + 1;
  const design = drawnDesign(law, lanes);
  const inverse = inverted(design, d);
  const scales = scalesOf(law);
  const model = (use: Paired["use"]): Paired => ({ width, use });
  const estimate = (use: Paired["use"]): Paired => ({ width: d, use });
  const inverses = { width: packedLength(d), use: "keep" } as const;
  const drawing = tilesOf(count, [estimate("write"), model("read")], recordRoom(d));
  const fitting = tilesOf(count, [model("change"), estimate("read")]);
  const merging = tilesOf(count, [estimate("change"), estimate("read")]);
  const measuring = tilesOf(count, [model("read"), inverses], { perLane: 3, once: evenLanes(d) });
  // Columns and scales, then a batch, then records.
  const behind = recordRoom(d);
  const room = { perLane: 3 + d + behind.perLane, once: evenLanes(d) + behind.once };
  const stepping = tilesOf(count, [model("change"), inverses], room);
  const pooling = tilesOf(count, [model("change"), inverses, estimate("change")], room);
  const freedoms = new Array<number>(d).fill(0);

  function scaleOf(size: number): number {
    const batches = size / samples;
    return (batches * batches) / (noise * noise);
  }

  function settle(models: Float64Array, estimates: Float64Array, size: number): void {
    fitting([models, estimates], ({ places, pairs }) => {
      kernel.fixedFit(places[0]!, places[1]!, d, pairs, scaleOf(size));
    });
  }

  function measureTile(tile: Tile, metrics: readonly Float64Array[]): void {
    const { room: columns, lanes: some, places, pairs } = tile;
    const [error, step, norm] = metrics as [Float64Array, Float64Array, Float64Array];
    const at = columns + 24 * some;
    memoryDoubles().set(scales, at / 8);
    kernel.fixedMeasure(columns, 8 * some, places[0]!, places[1]!, d, pairs, signal, at);
    copyColumn(error, tile, 0, count);
    copyColumn(norm, tile, 1, count);
    copyColumn(step, tile, 2, count);
  }

  return {
    paired: true,
    modelWidth: width,
    batchWidth: d,
    poolWidth: d,

    truth(models) {
      models.fill(0);
      for (let lane = 0; lane < evenLanes(count); lane++)
        models[placeOf(lane, width, 0)] = signal * design[placeOf(lane, packedLength(d), 0)]!;
    },

    draw(batch, models, { size }, at) {
      const scale = noise / Math.sqrt(size / samples);
      drawing([batch, models], (tile) => {
        const gauss = records(tile, lanes, at, freedoms);
        kernel.fixedBatch(tile.places[0]!, tile.places[1]!, gauss, d, tile.pairs, scale);
      });
    },

    merge({ size, values }, batch, draw, weight) {
      const added = weight * draw.size;
      merging([values, batch], ({ places, pairs }) => {
        kernel.mixed(places[0]!, places[1]!, pairs * d, added / (size + added));
      });
    },

    fit(models, { size, values }) {
      settle(models, values, size);
    },

    fitBatch(models, batch, { size }) {
      settle(models, batch, size);
    },

    measure(models, metrics) {
      measuring([models, inverse], (tile) => {
        measureTile(tile, metrics);
      });
    },

    step(models, pool, sources, _status, metrics) {
      const { whole, at } = sources[0]!;
      const { size } = whole;
      const scale = noise / Math.sqrt(size / samples);
      const total = size + (pool?.size ?? 0);
      (pool ? pooling : stepping)(pool ? [models, inverse, pool.values] : [models, inverse], (tile) => {
        const { places, pairs, lanes: some } = tile;
        const [own, , pooled] = places as [number, number, number?];
        const batch = tile.room + 24 * some + 8 * evenLanes(d);
        const gauss = records(tile, lanes, at, freedoms, batch + 8 * d * some);
        kernel.fixedBatch(batch, own, gauss, d, pairs, scale);
        if (pooled !== undefined) kernel.mixed(pooled, batch, pairs * d, size / total);
        kernel.fixedFit(own, pooled ?? batch, d, pairs, scaleOf(total));
        measureTile(tile, metrics);
      });
    },
  };
}

/** T of every lane, in pairs. */
function drawnDesign({ dimension: d, samples, scales }: LinearRegressionLaw, lanes: Lanes): Float64Array {
  const triangle = packedLength(d);
  const drawn = new Float64Array(lanes.count * triangle);
  bartlettSampler(lanes, d, scales)(drawn, designAddress, samples);
  // A lane that nobody looks at has a diagonal of 1: no division by 0 slows its neighbour down.
  const design = new Float64Array(evenLanes(lanes.count) * triangle).fill(1);
  for (let lane = 0; lane < lanes.count; lane++)
    for (let e = 0; e < triangle; e++) design[placeOf(lane, triangle, e)] = drawn[lane * triangle + e]!;
  return design;
}

/** The inverses of lower triangles in pairs. */
function inverted(triangles: Float64Array, d: number): Float64Array {
  const inverses = new Float64Array(triangles.length);
  const width = packedLength(d);
  for (let lane = 0; lane < triangles.length / width; lane++) {
    const place = (i: number, j: number): number => placeOf(lane, width, packedLength(i) + j);
    for (let j = 0; j < d; j++)
      for (let i = j; i < d; i++) {
        let rest = i === j ? 1 : 0;
        for (let k = j; k < i; k++) rest -= triangles[place(i, k)]! * inverses[place(k, j)]!;
        inverses[place(i, j)] = rest / triangles[place(i, i)]!;
      }
  }
  return inverses;
}
