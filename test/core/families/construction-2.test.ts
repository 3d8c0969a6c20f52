import { describe, expect, it } from "vitest";
import { ParameterError } from "../../../src/core/errors.ts";
import {
  fitConstruction2,
  largestFrom,
  logSpikeGain,
  modelWidth,
  spikeAt,
  spikeJ,
  statisticWidth,
} from "../../../src/core/families/construction-2-law.ts";
import { construction2Kernel } from "../../../src/core/families/construction-2-kernel.ts";
import { openCohort } from "../../../src/core/open.ts";
import { uniforms } from "../../../src/core/random/samplers.ts";
import { agreesWithTheory, untied } from "./agreement.ts";
import { cellOf, expectSameLaw, mean, run } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

const family = "construction-2";

/** A chain's data by unit interval: count and largest offset. */
function statistic(intervals: readonly (readonly [count: number, largest: number])[]): Float64Array {
  const found = new Float64Array(statisticWidth);
  intervals.forEach(([count, largest], j) => {
    found[j] = count;
    found[largestFrom + j] = largest;
  });
  return found;
}

describe("laws", () => {
  obeysFamilyLaws(family, [
    { parameters: { samples: 20 }, regime: "accumulate" },
    { parameters: { samples: 1 }, regime: "accumulate" },
  ]);
});

it("reaches the second interval as often whatever n is [oracle 43]", () => {
  for (const samples of [200, 20_000]) {
    const rows = run(cellOf(family, { samples }, "accumulate", 43), 2, 5000);
    expect(Math.abs(mean(rows[1]!.metrics["level"]!) - 0.324)).toBeLessThan(
      0.02 + 4 * Math.sqrt(0.22 / 5000),
    );
  }
});

it("climbs at the published speed, and collapses on the way", () => {
  const rows = run(cellOf(family, { samples: 200 }, "accumulate", 44), 60, 2000);
  const first = rows.findIndex(({ metrics }) => mean(metrics["level"]!) > 0.5);
  expect(first + 1, "median fit that sees [1, 2]").toBeLessThanOrEqual(4);
  const { collapsed, tv, level } = rows.at(-1)!.metrics;
  collapsed!.forEach((fallen, lane) => {
    if (fallen === 1) expect(tv![lane]).toBe(1 - 1 / (2 * (level![lane]! + 1)));
    else expect(tv![lane]).toBeLessThan(0.1);
  });
  expect(mean(collapsed!)).toBeGreaterThan(0.5);
  rows.slice(1).forEach(({ metrics }, g) => {
    metrics["collapsed"]!.forEach((now, lane) => {
      expect(now).toBeGreaterThanOrEqual(rows[g]!.metrics["collapsed"]![lane]!);
    });
  });
});

it("is the maximum over a grid within the climbing part, and in comparison with the spike", () => {
  const logLikelihood = (c0: number, c1: number, [a0, a1]: readonly [number, number]): number =>
    c0 * Math.log((1 - a0) / (1 - 2 * a0)) + c1 * (Math.log(a0) + Math.log((1 - a1) / (1 - 2 * a1)));
  for (const [c0, m0, c1, m1] of [
    [400, 0.99, 3, 0.7],
    [400, 0.99, 3, 0.3],
    [6000, 0.998, 4, 0.9],
    [2050, 0.998, 4, 0.9],
    // The last for which the spike is best is among these.
    ...Array.from({ length: 26 }, (_, more) => [2100 + more, 0.998, 4, 0.9] as const),
    [2150, 0.998, 4, 0.9],
  ] as const) {
    let best = -Infinity;
    for (let i = 1; i <= 1000; i++)
      for (let k = 0; k <= 50; k++) {
        const [a0, a1] = [((1 - m0) / 2) * (i / 1000), (Math.min(0.5, 1 - m1) / 2) * (k / 50)];
        best = Math.max(best, logLikelihood(c0, c1, [a0, a1]));
      }
    const model = new Float64Array(modelWidth);
    fitConstruction2(
      model,
      0,
      statistic([
        [c0, m0],
        [c1, m1],
      ]),
    );
    const spike = Math.log(4) + Math.exp(Math.exp(2)) * Math.log(6) - (c0 + c1) * Math.log(4);
    expect(model[spikeJ]).toBe(spike > best ? 2 : 0);
    if (spike > best) expect(model[spikeAt]).toBe(1 + m1);
    else expect(logLikelihood(c0, c1, [model[0]!, model[1]!])).toBeCloseTo(best, 9);
  }
  expect(logSpikeGain(2)).toBeCloseTo(Math.log(4) + Math.exp(Math.exp(2)) * Math.log(6), 9);
});

it("lets no α exceed a quarter", () => {
  const model = new Float64Array(modelWidth);
  fitConstruction2(model, 0, statistic([[3, 0.3]]));
  expect(model[0]).toBe(0.25);
  fitConstruction2(model, 0, statistic([[3, 0.6]]));
  expect(model[0]).toBe(0.2);
});

it("draws counts and maxima with the law of single observations", () => {
  const [n, chains] = [15, 4000];
  const levels = new Float64Array(chains);
  const alphas = new Float64Array(chains);
  const fallen = new Float64Array(chains);
  const drawn = new Float64Array(32 * n);
  for (let lane = 0; lane < chains; lane++) {
    const model = new Float64Array(modelWidth);
    const points: number[] = [];
    for (let generation = 1; generation <= 4; generation++) {
      const lanes = { key: [9, 9], first: lane, count: 1 } as const;
      uniforms(drawn, lanes, { generation, draw: 0, part: 0 }, 32 * n);
      for (let i = 0; i < n; i++) points.push(observation(model, drawn.subarray(32 * i)));
      fitConstruction2(model, 0, summary(points));
    }
    levels[lane] = model[spikeJ]! > 0 ? model[spikeJ]! - 1 : model.findIndex((alpha) => alpha === 0) - 1;
    alphas[lane] = model[0]!;
    fallen[lane] = model[spikeJ]! > 0 ? 1 : 0;
  }
  const { level, alpha_0, collapsed } = run(cellOf(family, { samples: n }, "accumulate", 45), 4, chains).at(
    -1,
  )!.metrics;
  expectSameLaw(untied(level!), untied(levels));
  expectSameLaw(alpha_0!, alphas);
  expectSameLaw(untied(collapsed!), untied(fallen));
});

it("draws the largest offset of an interval seldom reached with its law", () => {
  const [n, chains] = [12, 4000];
  const lanes = { key: [3, 5], first: 0, count: chains } as const;
  const models = new Float64Array(chains * modelWidth);
  for (let lane = 0; lane < chains; lane++) models.set([0.2, 0.1], lane * modelWidth);
  const batch = new Float64Array(chains * statisticWidth);
  construction2Kernel(lanes).draw(batch, models, { from: 1, size: n }, { generation: 2, draw: 0, part: 0 });
  const drawn = new Float64Array(chains * 32 * n);
  uniforms(drawn, lanes, { generation: 3, draw: 0, part: 0 }, 32 * n);
  const single = Float64Array.from({ length: chains }, (_, lane) => {
    const model = models.subarray(0, modelWidth);
    const points = Array.from({ length: n }, (_x, i) =>
      observation(model, drawn.subarray(32 * (lane * n + i))),
    );
    return summary(points)[largestFrom + 1]!;
  });
  const whole = single.map((_, lane) => batch[lane * statisticWidth + largestFrom + 1]!);
  expectSameLaw(untied(whole), untied(single));
});

it("counts the observation that a spike stands on once", () => {
  const kernel = construction2Kernel({ key: [3, 6], first: 0, count: 1 });
  const batch = new Float64Array(statisticWidth);
  batch.set([1.5, 7], 2 * largestFrom);
  const pool = { size: 0, values: new Float64Array(statisticWidth) };
  kernel.merge(pool, batch, { from: 1, size: 20 }, 1);
  kernel.merge(pool, batch, { from: 2, size: 20 }, 1);
  expect(Array.from(pool.values.subarray(2 * largestFrom))).toEqual([1.5, 15]);
});

function observation(model: Float64Array, uniform: Float64Array): number {
  const [which, place] = [uniform[0]!, uniform[1]!];
  const j = model[spikeJ]!;
  if (j > 0) return which < 0.5 ? model[spikeAt]! : j * place;
  let k = 0;
  while (uniform[2 + k]! < model[k]!) k++;
  return k + (1 - 2 * model[k]!) * place;
}

/** By its definition: counts and largest offsets, then the most repeated observation. */
function summary(points: readonly number[]): Float64Array {
  const found = statistic([]);
  const times = new Map<number, number>();
  for (const x of points) {
    const j = Math.floor(x);
    found[j] = found[j]! + 1;
    found[largestFrom + j] = Math.max(found[largestFrom + j]!, x - j);
    times.set(x, (times.get(x) ?? 0) + 1);
  }
  const [place, count] = [...times].reduce((best, one) => (one[1] > best[1] ? one : best));
  if (count > 1) found.set([place, count], 2 * largestFrom);
  return found;
}

it("agrees with theory", () => {
  expect(agreesWithTheory(family, { samples: 50 }, "accumulate")).toBe(5);
});

it("follows accumulation alone", () => {
  const cell = cellOf(family, { samples: 20 }, "accumulate-subsample");
  expect(() => openCohort({ cell, first: 0, count: 1 })).toThrow(ParameterError);
});
