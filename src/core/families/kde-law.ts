import type { Parameters } from "../cell.ts";
import { oneOf, positive, whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { pow } from "../random/math.ts";
import { onlyListed } from "../regimes/parameters.ts";
import type { ParameterInfo } from "./family.ts";
import { dimensionOf, type KdeData, kdeData } from "./kde-data.ts";

const rules = ["fixed", "scott", "silverman"] as const;

/** What a kernel density estimate depends on. */
export interface KdeLaw {
  readonly samples: number;
  readonly data: KdeData;
  readonly dimension: 1 | 2;
  readonly bandwidth: number;
  readonly rule: (typeof rules)[number];
  readonly testPoints: number;
}

/** @source arXiv:2410.16713 (data, bandwidths and rules of its KDE study) */
export const kdeParameters: readonly ParameterInfo[] = [
  { name: "samples", type: "integer", must: "observations a batch, at least 2" },
  {
    name: "data",
    type: "string",
    must: "the true law: one dimension for normal, two for the others",
    default: "normal",
    choices: kdeData,
  },
  {
    name: "rule",
    type: "string",
    must: "how the bandwidth follows the number N of training observations",
    default: "fixed",
    choices: rules,
  },
  {
    name: "bandwidth",
    type: "number",
    must: "standard deviation of the kernel under the fixed rule, a factor on it under others; 1e-6 to 1e6",
    default: 1,
  },
  {
    name: "test_points",
    type: "integer",
    must: "real observations that the nll is measured on, 0 (no nll) to 10000; costs samples times this a generation",
    default: 100,
  },
];

/**
 * The parameters of a KDE cell, checked, with defaults.
 *
 * @throws {ParameterError}
 * @source arXiv:2410.16713
 */
export function parseKde(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyListed(raw, "parameters", kdeParameters);
  const { samples, data = "normal", rule = "fixed", bandwidth: given = 1, test_points = 100 } = raw;
  const bandwidth = positive(given, "parameters.bandwidth");
  if (bandwidth < 1e-6 || bandwidth > 1e6)
    throw new ParameterError("parameters.bandwidth", "from 1e-6 to 1e6", bandwidth);
  return {
    samples: whole(samples, "parameters.samples", 2, 2 ** 24),
    data: oneOf(data, "parameters.data", kdeData),
    rule: oneOf(rule, "parameters.rule", rules),
    bandwidth,
    test_points: whole(test_points, "parameters.test_points", 0, 10_000),
  };
}

/**
 * A KDE cell's parameters as its kernel reads them.
 *
 * @source arXiv:2410.16713
 */
export function kdeLaw(parameters: Parameters): KdeLaw {
  const data = oneOf(parameters["data"], "parameters.data", kdeData);
  return {
    samples: Number(parameters["samples"]),
    data,
    dimension: dimensionOf(data),
    bandwidth: Number(parameters["bandwidth"]),
    rule: oneOf(parameters["rule"], "parameters.rule", rules),
    testPoints: Number(parameters["test_points"]),
  };
}

/**
 * Standard deviation of the kernel: scott is N^(-1/(d+4)), silverman (N·(d+2)/4)^(-1/(d+4)), without regard to the
 * spread of the data, as in scikit-learn's KernelDensity, which the study used.
 *
 * @param size N, the training observations
 * @source arXiv:2410.16713; scikit-learn, KernelDensity
 */
export function bandwidthOf({ rule, bandwidth, dimension }: KdeLaw, size: number): number {
  if (rule === "fixed") return bandwidth;
  const base = rule === "scott" ? size : (size * (dimension + 2)) / 4;
  return bandwidth * pow(base, -1 / (dimension + 4));
}
