import { statuses } from "../cohort.ts";
import type { Address, Lanes } from "../random/address.ts";
import { aim } from "../random/batches.ts";
import { memoryDoubles, memoryWords } from "../random/kernel.ts";
import { uniforms, uniformsAt } from "../random/samplers.ts";
import { drawUrn, type Slot } from "../random/symbol-lanes.ts";
import {
  chooseSymbols,
  copyNumbers,
  drawSymbols,
  reserveSymbols,
  sumsAt,
  workAt,
} from "../random/symbols.ts";
import { eachChoice } from "./choices.ts";
import { type DiscreteLaw, urnOfLaw } from "./discrete-law.ts";
import { discreteMeasure } from "./discrete-metrics.ts";
import { isTruth, modelWidth, toModel, toSymbols, type Weights, weightsAt } from "./discrete-model.ts";
import { isDrawnOneByOne, truthDraws } from "./discrete-truth.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";
import { addCounts, chooseCounts, countSorted, countsWidth } from "./symbol-counts.ts";

const absorbed = statuses.indexOf("absorbed");
/** Uniform numbers made in one go, over several lanes. */
const chunk = 16_384;
/** Pools below this are counted in 31 bits. */
const mostPlaces = 2 ** 31;

/**
 * Relative frequencies of symbols, kept for those alone that still occur: a generation costs in proportion to them and to
 * its draws at most, not to the size of the alphabet.
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
  let drawTruth: ReturnType<typeof truthDraws> | undefined;

  return {
    modelWidth: modelWidth(room),
    batchWidth: width,
    poolWidth: width,

    truth(models) {
      for (let lane = 0; lane < count; lane++) models[lane * width] = isTruth;
    },

    draw(batch, models, { size }, at) {
      // All lanes' models are the truth, or none is.
      if (models[0] === isTruth && isDrawnOneByOne(law, size)) drawFromTruth(batch, size, at);
      else {
        aim(lanes, at);
        for (let lane = 0; lane < count; lane++)
          drawLane(batch, lane, weightsAt(models, lane * width, room, law), size);
      }
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
      const symbols = some.subarray(0, n);
      toSymbols(symbols, weightsAt(models, lane * width, room, law));
      countSorted(drawn, symbols.sort());
      addCounts({ values: pool, base: lane * width, room }, drawn, 1);
    },

    choose(into, { size, values }, n, at, ended) {
      if (n < size && size < mostPlaces) {
        aim(lanes, at);
        for (let lane = 0; lane < count; lane++) if (!ended?.[lane]) chooseLane(into, values, lane, size, n);
        return;
      }
      eachChoice(lanes, at, size, n, ended, (lane, chosen) => {
        const base = lane * width;
        chooseCounts({ values: into, base, room }, { values, base, room }, chosen);
      });
    },

    measure: discreteMeasure(law, count, room),
  };

  function drawFromTruth(batch: Float64Array, size: number, at: Address): void {
    const urn = urnOfLaw(law);
    if (urn) {
      aim(lanes, at);
      for (let lane = 0; lane < count; lane++)
        takeDrawn(batch, lane, drawUrn(urn, room, size, lanes.first + lane));
      return;
    }
    drawTruth ??= truthDraws(law);
    const together = Math.max(1, Math.floor(chunk / size));
    if (some.length < size * together) some = new Float64Array(size * together);
    for (let lane = 0; lane < count; lane += together) {
      const several = Math.min(together, count - lane);
      uniforms(some, { key: lanes.key, first: lanes.first + lane, count: several }, at, size);
      for (let i = 0; i < several; i++)
        drawTruth({ values: batch, base: (lane + i) * width, room }, some, i * size, size);
    }
  }

  function takeDrawn(batch: Float64Array, lane: number, { support, names, counts }: Slot): void {
    const words = memoryWords();
    const base = lane * width;
    const distinct = words[support]!;
    batch[base] = distinct;
    for (let i = 0; i < distinct; i++) {
      batch[base + 1 + i] = words[names + i]!;
      batch[base + 1 + room + i] = words[counts + i]!;
    }
  }

  function drawLane(batch: Float64Array, lane: number, weights: Weights, size: number): void {
    const { values, support, symbols, sums } = weights;
    const base = lane * width;
    batch[base] = 0;
    // A lane that has ended may have chosen nothing.
    if (support === 0) return;
    reserveSymbols(support);
    copyNumbers(memoryDoubles(), sumsAt, values, sums, support);
    drawSymbols(support, size, lanes.first + lane);
    const words = memoryWords();
    let distinct = 0;
    for (let i = 0, from = 2 * workAt(support); i < support; i++) {
      const drawn = words[from + i]!;
      if (drawn === 0) continue;
      batch[base + 1 + distinct] = symbols === undefined ? i : values[symbols + i]!;
      batch[base + 1 + room + distinct] = drawn;
      distinct++;
    }
    batch[base] = distinct;
  }

  function chooseLane(
    into: Float64Array,
    pool: Float64Array,
    lane: number,
    population: number,
    n: number,
  ): void {
    const base = lane * width;
    const distinct = pool[base]!;
    reserveSymbols(distinct);
    copyNumbers(memoryDoubles(), sumsAt, pool, base + 1 + room, distinct);
    chooseSymbols(distinct, population, n, lanes.first + lane);
    const memory = memoryDoubles();
    let chosen = 0;
    for (let i = 0; i < distinct; i++) {
      const times = memory[sumsAt + i]!;
      into[base + 1 + chosen] = pool[base + 1 + i]!;
      into[base + 1 + room + chosen] = times;
      chosen += times > 0 ? 1 : 0;
    }
    // What was written for a symbol that is not among the chosen.
    if (chosen < distinct) into[base + 1 + chosen] = into[base + 1 + room + chosen] = 0;
    into[base] = chosen;
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
