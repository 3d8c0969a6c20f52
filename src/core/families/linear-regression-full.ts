import { packedLength } from "../linalg/lower.ts";
import type { Address, Lanes } from "../random/address.ts";
import { kernel } from "../random/kernel.ts";
import { evenLanes, placeOf, tilesOf } from "../random/pairs.ts";
import { recordRoom, records } from "../random/records.ts";
import { bartlettSampler } from "./bartlett.ts";
import type { LinearRegressionLaw } from "./linear-regression-law.ts";
import { coefficientsMeasure } from "./linear-regression-measure.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

/** Batches are drawn at generations from 1 on: the streams of generation 0 are free for what a chain draws once. */
const designAddress: Address = { generation: 0, draw: 0, part: 0 };

/**
 * Least squares where every batch relabels the same rows X, drawn once a chain, of full rank and without penalty.
 *
 * With X'X = T·T' (Bartlett) the estimate from a batch labelled by w is w + noise·T'⁻¹·z, z being d standard normals.
 * Stacked batches share X, so that the fit to a pool is the mean of its batches' estimates; a batch of m·n rows labels
 * X m times.
 *
 * A model is (coefficients, step), `step` being the one-step statistic measured as `step_chi2`; lanes lie in pairs.
 *
 * @source arXiv:2404.01413, Section 3 and Theorems 1 and 2
 */
export function fullDesign(law: LinearRegressionLaw, lanes: Lanes): StatisticKernel {
  const { dimension: d, samples, noise } = law;
  const { count } = lanes;
  const width = d + 1;
  const design = drawnDesign(law, lanes);
  const inverse = inverted(design, d);
  const designs = { width: packedLength(d), use: "keep" } as const;
  const drawing = tilesOf(
    count,
    [{ width: d, use: "write" }, { width, use: "read" }, designs],
    recordRoom(d),
  );
  const fitting = tilesOf(count, [{ width, use: "change" }, { width: d, use: "read" }, designs]);
  const merging = tilesOf(count, [
    { width: d, use: "change" },
    { width: d, use: "read" },
  ]);
  const freedoms = new Array<number>(d).fill(0);

  function settle(models: Float64Array, estimates: Float64Array, size: number): void {
    const batches = size / samples;
    const scale = (batches * batches) / (noise * noise);
    fitting([models, estimates, design], ({ places: [w, estimate, root], pairs }) => {
      kernel.fixedFit(w!, estimate!, root!, d, pairs, scale);
    });
  }

  return {
    paired: true,
    modelWidth: width,
    batchWidth: d,
    poolWidth: d,

    truth(models) {
      models.fill(0);
      for (let lane = 0; lane < evenLanes(count); lane++) models[placeOf(lane, width, 0)] = law.signal;
    },

    draw(batch, models, { size }, at) {
      const scale = noise / Math.sqrt(size / samples);
      drawing([batch, models, inverse], (tile) => {
        const gauss = records(tile, lanes, at, freedoms);
        const [out, w, root] = tile.places as [number, number, number];
        kernel.fixedBatch(out, w, width, root, gauss, d, tile.pairs, scale);
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

    measure: coefficientsMeasure(law, count, width),
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
