import { exp } from "../random/math.ts";
import { logs } from "../random/samplers.ts";
import type { Metric } from "./family.ts";
import type { MixtureLaw } from "./gaussian-mixture-law.ts";

const definitions = [
  ["mean", "unit", "mean of the fitted law"],
  ["squared_error_mean", "unit²", "squared distance of the fitted mean from the true mean"],
  ["variance", "unit²", "variance of the fitted law"],
  ["log_variance", "nat", "log of the variance of the fitted law"],
  ["second_moment", "1", "mean squared distance of a new draw from the true mean, over the true one"],
  ["component_sd", "unit", "standard deviation within a component, the weighted mean over components"],
  [
    "log_component_sd",
    "nat",
    "log of the standard deviation within a component, the weighted mean over components",
  ],
  ["least_sd", "unit", "smallest standard deviation of a component"],
  ["largest_sd", "unit", "largest standard deviation of a component"],
  ["above_threshold", "1", "1 while the largest standard deviation is above `threshold`, else 0"],
  ["least_weight", "1", "smallest weight of a component"],
  ["separation", "unit", "standard deviation of the components' means under their weights"],
  ["squared_density_error", "1/unit", "integrated squared difference of the fitted from the true density"],
] as const;

/** @source arXiv:2412.17646 (spread of the components, and whether it is above a threshold) */
export const mixtureMetrics: readonly Metric[] = definitions.map(([name, unit, meaning]) => ({
  name,
  unit,
  meaning,
}));

type Columns = Readonly<Record<(typeof definitions)[number][0], Float64Array>>;

/**
 * Writes a mixture's metrics.
 *
 * @param models (weights, means, sds) of each lane in turn
 * @source arXiv:2412.17646; the integral of a product of two normal densities is a normal density at their distance
 */
export function measureMixtures(
  models: Float64Array,
  { truth, components, threshold }: MixtureLaw,
  columns: readonly Float64Array[],
): void {
  const out = Object.fromEntries(definitions.map(([name], at) => [name, columns[at]])) as Columns;
  const width = 3 * components;
  const lanes = models.length / width;
  const [trueMean, trueVariance] = momentsOf(truth, components);
  const trueSquare = overlap(truth, truth, components);
  const model = new Float64Array(width);
  for (let lane = 0; lane < lanes; lane++) {
    for (let e = 0; e < width; e++) model[e] = models[lane * width + e]!;
    const [mean, variance, between] = momentsOf(model, components);
    const error = (mean - trueMean) * (mean - trueMean);
    let [within, leastSd, largestSd, leastWeight] = [0, Infinity, 0, Infinity];
    for (let k = 0; k < components; k++) {
      const [weight, sd] = [model[k]!, model[2 * components + k]!];
      within += weight * sd;
      leastSd = Math.min(leastSd, sd);
      largestSd = Math.max(largestSd, sd);
      leastWeight = Math.min(leastWeight, weight);
    }
    out.mean[lane] = mean;
    out.squared_error_mean[lane] = error;
    out.variance[lane] = variance;
    out.second_moment[lane] = (variance + error) / trueVariance;
    out.component_sd[lane] = within;
    out.least_sd[lane] = leastSd;
    out.largest_sd[lane] = largestSd;
    out.above_threshold[lane] = largestSd > threshold ? 1 : 0;
    out.least_weight[lane] = leastWeight;
    out.separation[lane] = Math.sqrt(between);
    const square = overlap(model, model, components) - 2 * overlap(model, truth, components) + trueSquare;
    out.squared_density_error[lane] = Math.max(0, square);
  }
  logs(out.log_variance, out.variance);
  logs(out.log_component_sd, out.component_sd);
}

/**
 * Mean and variance of a mixture, and the part of the variance that its means make.
 *
 * @param model weights, means and sds
 * @source moments of a mixture
 */
export function momentsOf(model: Float64Array, components: number): readonly [number, number, number] {
  let mean = 0;
  for (let k = 0; k < components; k++) mean += model[k]! * model[components + k]!;
  let [within, between] = [0, 0];
  for (let k = 0; k < components; k++) {
    const [weight, away, sd] = [model[k]!, model[components + k]! - mean, model[2 * components + k]!];
    within += weight * sd * sd;
    between += weight * away * away;
  }
  return [mean, within + between, between];
}

const rootTwoPi = 2.5066282746310002;

/** Integral of the product of two mixtures' densities. */
function overlap(one: Float64Array, other: Float64Array, components: number): number {
  let sum = 0;
  for (let i = 0; i < components; i++)
    for (let k = 0; k < components; k++) {
      const sd = hypotenuse(one[2 * components + i]!, other[2 * components + k]!);
      const away = (one[components + i]! - other[components + k]!) / sd;
      sum += (one[i]! * other[k]! * exp(-0.5 * away * away)) / (sd * rootTwoPi);
    }
  return sum;
}

function hypotenuse(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}
