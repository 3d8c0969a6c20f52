import { statuses } from "../cohort.ts";
import { packedLength } from "../linalg/lower.ts";
import type { Lanes } from "../random/address.ts";
import { kernel } from "../random/kernel.ts";
import { type Paired, placeOf, tilesOf } from "../random/pairs.ts";
import { recordRoom, records } from "../random/records.ts";
import { bartlettFreedoms } from "./bartlett.ts";
import type { GaussianLaw } from "./gaussian-law.ts";
import { multivariateMeasure } from "./gaussian-measure.ts";
import { scatteredGaussians } from "./gaussian-scattered.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

const [ok, underflow, singular] = [0, statuses.indexOf("underflow"), statuses.indexOf("singular")];
const leastSpread = 1e-150;

/**
 * The Gaussian in d >= 2 dimensions, lanes in pairs: a mean (d) and a packed lower triangle.
 *
 * In a model the triangle is the factor F of the covariance F·F'; in a batch it is the factor F·T of the scatter, T
 * being Bartlett's triangle; in a pool it is the scatter itself. So a chain under replacement multiplies triangles
 * and never factors a matrix: its determinant stays exact to rounding however ill-conditioned the covariance gets.
 * With n <= d the covariance has rank n-1 and sampling goes on within it; the status is then `singular`.
 *
 * @source arXiv:2410.16713, Section 3; Bartlett's decomposition of the Wishart law
 */
export function multivariateGaussian(law: GaussianLaw, lanes: Lanes): StatisticKernel {
  const { dimension: d, lost, bias } = law;
  const { count } = lanes;
  const triangle = packedLength(d);
  const width = d + triangle;
  const part = (use: Paired["use"]): Paired => ({ width, use });
  const drawing = tilesOf(count, [part("write"), part("read")], recordRoom(width));
  const merging = tilesOf(count, [part("change"), part("read")], { perLane: 0, once: 2 * d });

  /** Settles the lanes' status; a lane that has underflowed is final. */
  function judge(models: Float64Array, status: Uint8Array): void {
    for (let lane = 0; lane < count; lane++) {
      let verdict = ok;
      for (let j = 0; j < d; j++) {
        const diagonal = models[placeOf(lane, width, d + packedLength(j + 1) - 1)]!;
        if (diagonal === 0) verdict = verdict === ok ? singular : verdict;
        else if (diagonal < leastSpread) verdict = underflow;
      }
      status[lane] = verdict;
    }
  }

  return {
    paired: true,
    modelWidth: width,
    batchWidth: width,
    poolWidth: width,

    truth(models) {
      models.fill(0);
      for (let at = 0; at < models.length; at += 2 * width) {
        models.fill(law.mean, at, at + 2 * d);
        for (let j = 1; j <= d; j++) {
          const diagonal = at + 2 * (d + packedLength(j) - 1);
          models.fill(law.sd, diagonal, diagonal + 2);
        }
      }
    },

    draw(batch, models, { from, size }, address) {
      const factor = Math.sqrt(from === 0 ? 1 : bias);
      const rank = Math.min(d, size - 1);
      const freedoms = [...new Array<number>(d).fill(0), ...bartlettFreedoms(d, size - 1)];
      drawing([batch, models], (tile) => {
        const drawn = records(tile, lanes, address, freedoms);
        const [out, source] = tile.places as [number, number];
        kernel.multivariateBatch(out, source, drawn, d, rank, tile.pairs, factor / Math.sqrt(size), factor);
      });
    },

    merge({ size, values }, batch, draw, weight) {
      const added = weight * draw.size;
      const share = added / (size + added);
      merging([values, batch], ({ places, pairs }) => {
        kernel.multivariateMerge(places[0]!, places[1]!, d, pairs, share, weight, size * share);
      });
    },

    fit(models, { size, values }, status) {
      merging([models, values], ({ places, pairs, room }) => {
        kernel.multivariateFit(places[0]!, places[1]!, room, d, pairs, 1 / (size - lost), leastSpread);
      });
      judge(models, status);
    },

    fitBatch(models, batch, { size }, status) {
      const scale = Math.sqrt(1 / (size - lost));
      merging([models, batch], ({ places, pairs }) => {
        kernel.multivariateTake(places[0]!, places[1]!, d, pairs, scale, leastSpread);
      });
      judge(models, status);
    },

    addScattered: scatteredGaussians(law, lanes),

    measure: multivariateMeasure(law, count),
  };
}
