import { statuses } from "../cohort.ts";
import type { Address, Lanes } from "../random/address.ts";
import { uniforms, uniformsAt } from "../random/samplers.ts";
import { eachChoice } from "./choices.ts";
import type { DiscreteLaw } from "./discrete-law.ts";
import { discreteMeasure } from "./discrete-metrics.ts";
import {
  drawCounts,
  isTruth,
  modelWidth,
  toModel,
  toSymbols,
  type Weights,
  weightsAt,
} from "./discrete-model.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";
import { addCounts, chooseCounts, countSorted, countsWidth } from "./symbol-counts.ts";

const absorbed = statuses.indexOf("absorbed");
/** Uniform numbers made in one go, over several lanes. */
const chunk = 16_384;

/**
 * Relative frequencies of symbols, kept for those alone that still occur: a generation costs in proportion to them,
 * not to the size of the alphabet.
 *
 * @param room distinct symbols that a fit may ever see
 * @param closed whether the regime never brings back a symbol that a fit has lost
 * @source arXiv:2412.17646, Section 2 (Discrete(m)); arXiv:2410.16713 (discrete experiment)
 */
export function discreteKernel(
  law: DiscreteLaw,
  lanes: Lanes,
  room: number,
  closed: boolean,
): StatisticKernel {
  const { count } = lanes;
  const width = countsWidth(room);
  let some = new Float64Array(0);
  const drawn = { values: new Float64Array(0), base: 0, room: 0 };

  return {
    modelWidth: modelWidth(room),
    batchWidth: width,
    poolWidth: width,

    truth(models) {
      for (let lane = 0; lane < count; lane++) models[lane * width] = isTruth;
    },

    draw(batch, models, { size }, at) {
      let widest = 0;
      for (let lane = 0; lane < count; lane++)
        widest = Math.max(widest, uniformsFor(models[lane * width]!, size));
      const together = Math.max(1, Math.floor(chunk / Math.max(1, widest)));
      if (some.length < widest * together) some = new Float64Array(widest * together);
      for (let lane = 0; lane < count; lane += together)
        drawLanes(batch, models, size, at, lane, Math.min(count, lane + together), widest);
    },

    merge({ values }, batch, _draw, weight) {
      for (let base = 0; base < count * width; base += width)
        addCounts({ values, base, room }, { values: batch, base, room }, weight);
    },

    fit(models, { values }, status) {
      estimate(models, values, status);
    },

    fitBatch(models, batch, _draw, status) {
      estimate(models, batch, status);
    },

    addPoints(pool, _before, lane, models, { at, indices, count: n }) {
      if (some.length < n) some = new Float64Array(n);
      if (drawn.room < n) Object.assign(drawn, { values: new Float64Array(countsWidth(n)), room: n });
      uniformsAt(some, lanes, lane, at, indices, n, 1);
      countSorted(drawn, symbolsOf(some.subarray(0, n), weightsAt(models, lane * width, room, law)));
      addCounts({ values: pool, base: lane * width, room }, drawn, 1);
    },

    choose(into, { size, values }, n, at, ended) {
      eachChoice(lanes, at, size, n, ended, (lane, chosen) => {
        const base = lane * width;
        chooseCounts({ values: into, base, room }, { values, base, room }, chosen);
      });
    },

    measure: discreteMeasure(law, count, room),
  };

  /** How many uniform numbers a batch takes: one a symbol or one a draw, whichever are fewer. */
  function uniformsFor(support: number, size: number): number {
    const symbols = support === isTruth ? law.cumulative.length : support;
    return symbols === 1 ? 0 : Math.min(symbols, size);
  }

  function drawLanes(
    batch: Float64Array,
    models: Float64Array,
    size: number,
    at: Address,
    from: number,
    to: number,
    perLane: number,
  ): void {
    uniforms(some, { key: lanes.key, first: lanes.first + from, count: to - from }, at, perLane);
    for (let lane = from; lane < to; lane++) {
      const base = lane * width;
      const start = (lane - from) * perLane;
      const weights = weightsAt(models, base, room, law);
      const counts = { values: batch, base, room };
      if (size < weights.support) countSorted(counts, symbolsOf(some.subarray(start, start + size), weights));
      else drawCounts(counts, weights, size, some, start);
    }
  }

  function symbolsOf(numbers: Float64Array, weights: Weights): Float64Array {
    toSymbols(numbers, weights);
    return numbers.sort();
  }

  function estimate(models: Float64Array, values: Float64Array, status: Uint8Array): void {
    for (let lane = 0; lane < count; lane++) {
      if (status[lane] !== 0) continue;
      const base = lane * width;
      toModel(models, { values, base, room });
      if (closed && models[base] === 1) status[lane] = absorbed;
    }
  }
}
