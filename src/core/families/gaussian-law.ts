import type { Parameters } from "../cell.ts";
import { finite, moderate, oneOf, positive, whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { onlyListed } from "../regimes/parameters.ts";
import type { ParameterInfo } from "./family.ts";

const mostApart = 1e8;

/** What the kernels need of a Gaussian cell. */
export interface GaussianLaw {
  readonly dimension: number;
  /** Of each coordinate. */
  readonly mean: number;
  /** Of each coordinate, > 0. */
  readonly sd: number;
  /** What is subtracted from the number of observations in the estimator of the covariance: 0 or 1. */
  readonly lost: 0 | 1;
  /** Factor on the covariance that synthetic batches are drawn with. */
  readonly bias: number;
  /** Standard deviation that `above_threshold` asks for; dimension 1 only. */
  readonly threshold?: number;
}

/** @source arXiv:2412.17646, Section 2 (divisor n-1); arXiv:2410.16713 (divisor n); arXiv:2307.01850 (sampling bias) */
export const gaussianParameters: readonly ParameterInfo[] = [
  { name: "samples", type: "integer", must: "observations a batch, at least 2" },
  { name: "dimension", type: "integer", must: "coordinates of an observation, at least 1", default: 1 },
  {
    name: "mean",
    type: "number",
    must: "true mean of each coordinate, within 1e8 standard deviations of 0",
    default: 0,
  },
  { name: "sd", type: "number", must: "true standard deviation of each coordinate, above 0", default: 1 },
  {
    name: "divisor",
    type: "string",
    must: "what the scatter is divided by: n-1 (unbiased) or n (maximum likelihood)",
    default: "n-1",
    choices: ["n-1", "n"],
  },
  {
    name: "bias",
    type: "number",
    must: "factor on the covariance that synthetic batches are drawn with, above 0; 1 samples without bias",
    default: 1,
  },
  {
    name: "threshold",
    type: "number",
    must: "standard deviation that above_threshold asks for, above 0; dimension 1 only",
    optional: true,
  },
];

/**
 * The parameters of a Gaussian cell, checked, with defaults.
 *
 * @throws {ParameterError}
 * @source arXiv:2412.17646, Section 2
 */
export function parseGaussian(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyListed(raw, "parameters", gaussianParameters);
  const { samples, dimension = 1, mean = 0, sd = 1, divisor = "n-1", bias = 1, threshold } = raw;
  if (threshold !== undefined && dimension !== 1)
    throw new ParameterError("parameters.threshold", "left out where dimension is above 1", threshold);
  const held = moderate(sd, "parameters.sd");
  return {
    samples: whole(samples, "parameters.samples", 2, 2 ** 31),
    dimension: whole(dimension, "parameters.dimension", 1, 4096),
    mean: near(mean, held),
    sd: held,
    divisor: oneOf(divisor, "parameters.divisor", ["n-1", "n"]),
    bias: positive(bias, "parameters.bias"),
    // Cells without one are what they were before there was any.
    ...(threshold === undefined ? {} : { threshold: positive(threshold, "parameters.threshold") }),
  };
}

/** Beside a mean much farther away, doubles would round the spread off. */
function near(raw: unknown, sd: number): number {
  const mean = finite(raw, "parameters.mean");
  if (Math.abs(mean) > mostApart * sd)
    throw new ParameterError("parameters.mean", "within 1e8 standard deviations of 0", raw);
  return mean;
}

/**
 * A Gaussian cell's parameters as its kernels read them.
 *
 * @source arXiv:2412.17646, Section 2
 */
export function gaussianLaw(parameters: Parameters): GaussianLaw {
  return {
    dimension: Number(parameters["dimension"]),
    mean: Number(parameters["mean"]),
    sd: Number(parameters["sd"]),
    lost: parameters["divisor"] === "n" ? 0 : 1,
    bias: Number(parameters["bias"]),
    ...(parameters["threshold"] === undefined ? {} : { threshold: Number(parameters["threshold"]) }),
  };
}
