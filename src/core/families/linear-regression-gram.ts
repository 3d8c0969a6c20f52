import { statuses } from "../cohort.ts";
import { packedLength } from "../linalg/lower.ts";
import { solveMinimumNorm } from "../linalg/pseudo-inverse.ts";
import type { Lanes } from "../random/address.ts";
import { kernel, memoryDoubles } from "../random/kernel.ts";
import { evenLanes, type Paired, placeOf, tilesOf } from "../random/pairs.ts";
import { recordRoom, records } from "../random/records.ts";
import { bartlettFreedoms } from "./bartlett.ts";
import type { LinearRegressionLaw } from "./linear-regression-law.ts";
import { coefficientsMeasure, scalesOf } from "./linear-regression-measure.ts";
import { scatteredRows } from "./linear-regression-scattered.ts";
import type { Pool, StatisticKernel } from "./statistic-kernel.ts";

const [ok, singular] = [0, statuses.indexOf("singular")];

/**
 * Least squares through the normal equations, lanes in pairs: a pool is (X'X packed, X'y).
 *
 * Whole batches of new rows follow their exact law: X'X = T·T' (Bartlett) and X'y = T·(T'w + noise·z); a batch is T and
 * T'w + noise·z, so that its own fit needs no Gram matrix. Single rows
 * are real rows, (x, x·w + noise·e); under a fixed design row i of every batch has the same x. Where the rows do not
 * fix the coefficients, the solution of least norm is taken and the status is `singular`; with a ridge penalty they
 * always do.
 *
 * @source arXiv:2404.01413, Section 3; arXiv:2410.16713 (subsampled rows)
 */
export function gramRegression(law: LinearRegressionLaw, lanes: Lanes): StatisticKernel {
  const { dimension: d, noise, ridge } = law;
  const { count } = lanes;
  const triangle = packedLength(d);
  const width = triangle + d;
  const statistic = (use: Paired["use"]): Paired => ({ width, use });
  const room = recordRoom(width);
  const drawing = tilesOf(count, [statistic("write"), { width: d, use: "read" }], {
    ...room,
    once: room.once + d,
  });
  const merging = tilesOf(count, [statistic("change"), statistic("read")]);
  const taking = tilesOf(count, [{ width: d, use: "write" }, statistic("read")]);
  const fitting = tilesOf(
    count,
    [{ width: d, use: "write" }, statistic("read"), { width: 1, use: "write" }],
    { perLane: 0, once: 2 * width },
  );
  const spreads = scalesOf(law);
  const regular = new Float64Array(evenLanes(count));
  const own = new Float64Array(width);

  function add({ values }: Pool, batch: Float64Array, weight: number): void {
    merging([values, batch], ({ places, pairs }) => {
      kernel.gramMerge(places[0]!, places[1]!, d, pairs, weight);
    });
  }

  function fitPool(models: Float64Array, { size, values }: Pool, status: Uint8Array): void {
    fitting([models, values, regular], (tile) => {
      const [w, pool, flags] = tile.places as [number, number, number];
      kernel.gramFit(w, pool, flags, tile.room, d, tile.pairs, size * ridge);
    });
    for (let lane = 0; lane < count; lane++) {
      status[lane] = regular[placeOf(lane, 1, 0)] === 1 ? ok : singular;
      if (status[lane] === singular) solveSingular(models, values, lane);
    }
  }

  function solveSingular(models: Float64Array, pool: Float64Array, lane: number): void {
    for (let e = 0; e < width; e++) own[e] = pool[placeOf(lane, width, e)]!;
    solveMinimumNorm(own, 0, own, triangle, d);
    for (let j = 0; j < d; j++) models[placeOf(lane, d, j)] = own[triangle + j]!;
  }

  return {
    paired: true,
    modelWidth: d,
    batchWidth: width,
    poolWidth: width,

    truth(models) {
      models.fill(0);
      for (let lane = 0; lane < evenLanes(count); lane++) models[placeOf(lane, d, 0)] = law.signal;
    },

    draw(batch, models, { size }, at) {
      const freedoms = [...new Array<number>(d).fill(0), ...bartlettFreedoms(d, size)];
      drawing([batch, models], (tile) => {
        const record = records(tile, lanes, at, freedoms);
        const [out, w] = tile.places as [number, number];
        const deviations = record + 8 * width * tile.lanes;
        memoryDoubles().set(spreads, deviations / 8);
        kernel.freshBatch(out, w, record, d, Math.min(d, size), tile.pairs, noise, deviations);
      });
    },

    merge: (pool, batch, _draw, weight) => add(pool, batch, weight),

    fit: fitPool,

    fitBatch(models, batch, draw, status) {
      if (draw.size < d || ridge > 0) {
        const alone = { size: draw.size, values: new Float64Array(batch.length) };
        add(alone, batch, 1);
        fitPool(models, alone, status);
      } else {
        taking([models, batch], ({ places, pairs }) => {
          kernel.freshTake(places[0]!, places[1]!, d, pairs);
        });
        status.fill(ok);
      }
    },

    addScattered: scatteredRows(law, lanes),

    measure: coefficientsMeasure(law, count),
  };
}
