import { NumericalError } from "../errors.ts";
import type { Lanes } from "../random/address.ts";
import { binomialOf } from "../random/binomial.ts";
import { exp, log } from "../random/math.ts";
import { uniforms } from "../random/samplers.ts";
import {
  fitConstruction2,
  intervals,
  largestFrom,
  modelWidth,
  repeatedAt,
  repeats,
  spikeAt,
  spikeJ,
  statisticWidth,
} from "./construction-2-law.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

/** Uniform numbers a batch is made of: the spike's share, then how many go on beyond each interval, then maxima. */
const perBatch = 2 * intervals + 1;

/**
 * Counts and largest offsets by unit interval, drawn from their exact law: binomial counts, and the largest of c
 * uniform numbers as one uniform number to the power 1/c. A batch costs the same whatever n is.
 *
 * @source arXiv:2505.19046, Theorem 5.2 (the family); the law of the largest order statistic
 */
export function construction2Kernel(lanes: Lanes): StatisticKernel {
  const drawn = new Float64Array(lanes.count * perBatch);
  return {
    modelWidth,
    batchWidth: statisticWidth,
    poolWidth: statisticWidth,
    truth: (models) => void models.fill(0),
    draw(batch, models, { size }, at) {
      uniforms(drawn, lanes, at, perBatch);
      batch.fill(0);
      for (let lane = 0; lane < lanes.count; lane++)
        drawLane(
          batch.subarray(lane * statisticWidth, (lane + 1) * statisticWidth),
          models.subarray(lane * modelWidth, (lane + 1) * modelWidth),
          size,
          drawn.subarray(lane * perBatch, (lane + 1) * perBatch),
        );
    },
    merge({ values }, batch) {
      for (let at = 0; at < batch.length; at += statisticWidth) mergeLane(values, batch, at);
    },
    fit(models, { values }) {
      for (let lane = 0; lane < lanes.count; lane++)
        fitConstruction2(
          models,
          lane * modelWidth,
          values.subarray(lane * statisticWidth, (lane + 1) * statisticWidth),
        );
    },
    addPoints() {
      throw new NumericalError("Construction 2 keeps no single observations.");
    },
    measure(models, [alpha, tv, collapsed, level]) {
      for (let lane = 0; lane < lanes.count; lane++) {
        const at = lane * modelWidth;
        const j = models[at + spikeJ]!;
        alpha![lane] = models[at]!;
        // Half of a spike's model is outside [0, 1], and of U[0, J] all but 1/J.
        tv![lane] = j > 0 ? 1 - 1 / (2 * j) : 2 * models[at]!;
        collapsed![lane] = j > 0 ? 1 : 0;
        let reached = 0;
        while (reached < intervals - 1 && models[at + reached + 1]! > 0) reached++;
        level![lane] = Math.max(reached, j - 1);
      }
    },
  };
}

function drawLane(batch: Float64Array, model: Float64Array, size: number, uniform: Float64Array): void {
  const j = model[spikeJ]!;
  const spiked = j > 0 ? binomialOf(uniform[0]!, size, 0.5) : 0;
  let rest = size - spiked;
  for (let k = 0; k < intervals && rest > 0; k++) {
    const alpha = model[k]!;
    const beyond = binomialOf(uniform[1 + k]!, rest, j > 0 ? (j - 1 - k) / (j - k) : alpha);
    const here = rest - beyond;
    const width = j > 0 ? 1 : 1 - 2 * alpha;
    batch[k] = here;
    if (here > 0) batch[largestFrom + k] = width * exp(log(uniform[1 + intervals + k]!) / here);
    rest = beyond;
  }
  if (spiked === 0) return;
  const place = model[spikeAt]!;
  batch[j - 1] = batch[j - 1]! + spiked;
  batch[largestFrom + j - 1] = Math.max(batch[largestFrom + j - 1]!, place - (j - 1));
  batch[repeatedAt] = place;
  batch[repeats] = spiked;
}

function mergeLane(pool: Float64Array, batch: Float64Array, at: number): void {
  for (let k = at; k < at + intervals; k++) {
    pool[k] = pool[k]! + batch[k]!;
    pool[k + largestFrom] = Math.max(pool[k + largestFrom]!, batch[k + largestFrom]!);
  }
  const seen = batch[at + repeats]!;
  if (seen === 0) return;
  const known = pool[at + repeatedAt] === batch[at + repeatedAt] ? pool[at + repeats]! : 0;
  pool[at + repeatedAt] = batch[at + repeatedAt]!;
  // A spike stands on an observation, which is one more where the spike is new.
  pool[at + repeats] = (known || 1) + seen;
}
