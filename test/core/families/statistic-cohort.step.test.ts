import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import { discreteKernel } from "../../../src/core/families/discrete-kernel.ts";
import { lawOfWeights } from "../../../src/core/families/discrete-law.ts";
import { discreteMetrics } from "../../../src/core/families/discrete-metrics.ts";
import { discreteStep } from "../../../src/core/families/discrete-step.ts";
import { gaussianLaw, parseGaussian } from "../../../src/core/families/gaussian-law.ts";
import { univariateGaussian } from "../../../src/core/families/gaussian-univariate.ts";
import { exponentialSums } from "../../../src/core/families/exponential-sums.ts";
import { gaussianMetrics } from "../../../src/core/families/gaussian-metrics.ts";
import { fullDesign } from "../../../src/core/families/linear-regression-full.ts";
import {
  linearRegressionLaw,
  parseLinearRegression,
} from "../../../src/core/families/linear-regression-law.ts";
import { type MeanLaw, sampleMean } from "../../../src/core/families/sample-mean.ts";
import { statisticCohort } from "../../../src/core/families/statistic-cohort.ts";
import type { StatisticKernel } from "../../../src/core/families/statistic-kernel.ts";
import type { Lanes } from "../../../src/core/random/address.ts";
import { kernel as module } from "../../../src/core/random/kernel.ts";
import { trainings } from "../../../src/core/regimes/trainings.ts";
import { advanceSegment } from "../../../src/core/segment.ts";

const samples = 12;
const generations = 30;

const gaussian = gaussianLaw(parseGaussian({ samples, mean: 2, sd: 3, divisor: "n", bias: 0.8 }));
const regression = linearRegressionLaw(parseLinearRegression({ samples, dimension: 3, signal: 2 }));
const waits: MeanLaw = { ...exponentialSums(2), measure: module.waitsMeasure, columns: [3, 0, 1, 4, 2] };
const ones: MeanLaw = {
  mean: 0.2,
  draws: [{ fill: module.binomials }],
  sumsOfPoints: module.onesOfPoints,
  beyond: "absorbed",
  most: 1 - 2 ** -53,
  measure: module.sharesMeasure,
  columns: [0, 1, 2, 3, 4, 5],
};
const counts: MeanLaw = {
  mean: 3,
  draws: [{ fill: module.gammas }, { fill: module.poissons, shared: 1 }],
  sumsOfPoints: module.geometricsOfPoints,
  beyond: "absorbed",
  measure: module.countsMeasure,
  columns: [0, 1, 2, 3],
};

function discrete(lanes: Lanes, symbols: number): StatisticKernel {
  const law = lawOfWeights(Float64Array.from({ length: symbols }, (_, i) => 1 / (i + 1)));
  return {
    ...discreteKernel(law, lanes, symbols, true),
    ...discreteStep(law, lanes, symbols, statuses.indexOf("absorbed")),
  };
}

const kernels: readonly (readonly [string, number, (lanes: Lanes) => StatisticKernel])[] = [
  ["Gaussian", gaussianMetrics.length, (lanes) => univariateGaussian(gaussian, lanes)],
  ["regression", 3, (lanes) => fullDesign(regression, lanes)],
  ["exponential", 5, (lanes) => sampleMean(waits, lanes, true)],
  ["Bernoulli", 6, (lanes) => sampleMean(ones, lanes, true)],
  ["discrete", discreteMetrics.length, (lanes) => discrete(lanes, 60)],
  ["discrete, of few symbols", discreteMetrics.length, (lanes) => discrete(lanes, 2)],
  ["geometric", 4, (lanes) => sampleMean(counts, lanes, true)],
];

// One batch a generation, and several of different weights, of the truth and of models long gone.
const regimes: readonly (readonly [string, Record<string, number>])[] = [
  ["replace", {}],
  ["accumulate", {}],
  ["mixture", { alpha: 0.5, beta: 0.4, gamma: 0.1 }],
  ["fresh-real", { real: 0.5, synthetic: 1, weight: 0.3 }],
];

// Lanes of one tile and of several, even in number and odd.
const cases = kernels.flatMap(([name, metrics, make]) =>
  regimes.flatMap(([regime, regimeParameters]) =>
    [1, 8, 2601].map((count) => ({ name, metrics, make, regime, regimeParameters, count })),
  ),
);

it.each(cases)("$name steps under $regime as it goes call by call, $count lanes", (given) => {
  const { metrics, make, regime, regimeParameters, count } = given;
  const lanes: Lanes = { key: [11, 12], first: 5, count };
  const training = trainings({ regime, regimeParameters }, samples);
  const whole = make(lanes);
  const { step, ...apart } = whole;
  expect(step).toBeDefined();
  const run = (kernel: StatisticKernel) => {
    const cohort = statisticCohort(lanes, kernel, training);
    const { metrics: columns, status } = advanceSegment(cohort, count, metrics, generations, () => true);
    // To compare arrays number by number takes vitest longer than all else here.
    const digest = createHash("sha256").update(status);
    for (const { buffer, byteOffset, byteLength } of columns)
      digest.update(new Uint8Array(buffer, byteOffset, byteLength));
    return digest.digest("hex");
  };
  expect(run(whole)).toEqual(run(apart));
});
