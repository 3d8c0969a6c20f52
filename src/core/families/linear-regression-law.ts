import type { Parameters } from "../cell.ts";
import { finite, moderate, oneOf, whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { pow } from "../random/math.ts";
import { onlyListed } from "../regimes/parameters.ts";
import type { Metric, ParameterInfo } from "./family.ts";

/** What the kernels need of a linear-regression cell. */
export interface LinearRegressionLaw {
  /** Rows a batch. */
  readonly samples: number;
  readonly dimension: number;
  /** Standard deviation of the noise on a label. */
  readonly noise: number;
  /** Norm of the true coefficients, which point along the first axis. */
  readonly signal: number;
  readonly fixed: boolean;
  /** Penalty a row: what is minimised is the mean squared residual plus this times the squared norm of coefficients. */
  readonly ridge: number;
  /** Standard deviations of the covariates; absent where all are 1. */
  readonly scales?: Float64Array;
}

/** @source arXiv:2404.01413, Section 3 */
export const linearRegressionParameters: readonly ParameterInfo[] = [
  { name: "samples", type: "integer", must: "rows a batch (T in the papers), at least 1" },
  { name: "dimension", type: "integer", must: "coefficients, at least 1" },
  {
    name: "noise",
    type: "number",
    must: "standard deviation of the label noise, from 1e-100 to 1e100",
    default: 1,
  },
  {
    name: "design",
    type: "string",
    must: "fixed (every batch relabels the same rows) or fresh (every batch draws new rows)",
    default: "fixed",
    choices: ["fixed", "fresh"],
  },
  { name: "signal", type: "number", must: "norm of the true coefficients, 0 to 1e100", default: 1 },
  {
    name: "ridge",
    type: "number",
    must: "penalty on the squared norm of the coefficients beside the mean squared residual, at least 0",
    default: 0,
  },
  {
    name: "covariance",
    type: "string",
    must: "of a row: isotropic (identity) or power-law (diagonal, j^-exponent for covariate j)",
    default: "isotropic",
    choices: ["isotropic", "power-law"],
  },
  {
    name: "exponent",
    type: "number",
    must: "decay of a power-law covariance, 0 to 20; 1 or more is usual",
    default: 1,
  },
];

/** @source arXiv:2404.01413, Section 3; the one-step law of `step_chi2` follows from its recursion */
export const linearRegressionMetrics: readonly Metric[] = [
  {
    name: "test_error",
    unit: "label²",
    meaning:
      "expected squared error on a new row, without the noise of its label: squared distance of the coefficients from the truth, each weighed by its covariate's variance",
  },
  {
    name: "step_chi2",
    unit: "1",
    meaning:
      "squared change of the fitted labels on the fixed design since the last generation, over the noise variance, times the square of the batches trained on",
    definedWhere: "fixed design, whole batches",
  },
  { name: "coefficient_norm", unit: "label", meaning: "norm of the fitted coefficients" },
];

/**
 * The parameters of a linear-regression cell, checked, with defaults. Penalty and covariance are left out where they are
 * what they were before there was a choice: cells keep their identity, and so their numbers.
 *
 * @throws {ParameterError}
 * @source arXiv:2404.01413, Section 3
 */
export function parseLinearRegression(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyListed(raw, "parameters", linearRegressionParameters);
  const { samples, dimension, noise = 1, design = "fixed", signal = 1 } = raw;
  const { ridge: rawRidge = 0, covariance: rawCovariance = "isotropic", exponent: rawExponent } = raw;
  const norm = finite(signal, "parameters.signal");
  const ridge = finite(rawRidge, "parameters.ridge");
  if (ridge < 0) throw new ParameterError("parameters.ridge", "a finite number of at least 0", ridge);
  const covariance = oneOf(rawCovariance, "parameters.covariance", ["isotropic", "power-law"]);
  const exponent = finite(rawExponent ?? 1, "parameters.exponent");
  if (exponent < 0 || exponent > 20) throw new ParameterError("parameters.exponent", "0 to 20", exponent);
  if (norm < 0 || norm > 1e100) throw new ParameterError("parameters.signal", "from 0 to 1e100", signal);
  return {
    samples: whole(samples, "parameters.samples", 1, 2 ** 31),
    dimension: whole(dimension, "parameters.dimension", 1, 4096),
    noise: moderate(noise, "parameters.noise"),
    design: oneOf(design, "parameters.design", ["fixed", "fresh"]),
    signal: norm,
    ...(ridge > 0 ? { ridge } : {}),
    ...(covariance === "power-law" ? { covariance, exponent } : {}),
  };
}

/**
 * A linear-regression cell's parameters as its kernels read them.
 *
 * @source arXiv:2404.01413, Section 3
 */
export function linearRegressionLaw(parameters: Parameters): LinearRegressionLaw {
  const { covariance, exponent, ridge = 0 } = parameters;
  const scales = Float64Array.from({ length: Number(parameters["dimension"]) }, (_, j) =>
    pow(j + 1, -Number(exponent) / 2),
  );
  return {
    samples: Number(parameters["samples"]),
    dimension: Number(parameters["dimension"]),
    noise: Number(parameters["noise"]),
    signal: Number(parameters["signal"]),
    fixed: parameters["design"] === "fixed",
    ridge: Number(ridge),
    ...(covariance === "power-law" ? { scales } : {}),
  };
}
