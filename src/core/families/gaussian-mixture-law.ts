import type { Parameters } from "../cell.ts";
import { finite, oneOf, positive, whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { onlyListed } from "../regimes/parameters.ts";
import type { ParameterInfo } from "./family.ts";

/** What the kernels need of a mixture cell. */
export interface MixtureLaw {
  readonly samples: number;
  readonly components: number;
  /** Components' weights (sum 1), means and standard deviations, one list after the other: a model. */
  readonly truth: Float64Array;
  /** Equal weights, means ±μ and one standard deviation. */
  readonly symmetric: boolean;
  readonly approximate: boolean;
  /** Standard deviation that `above_threshold` asks for. */
  readonly threshold: number;
  readonly tolerance: number;
  readonly iterations: number;
}

const mostComponents = 64;

/** @source arXiv:2412.17646, Section on Gaussian mixtures (symmetric, joint and approximate fits); K components: usual */
export const mixtureParameters: readonly ParameterInfo[] = [
  { name: "samples", type: "integer", must: "observations a batch, at least 2" },
  {
    name: "weights",
    type: "numbers",
    must: "relative weights of the true components, above 0",
    default: [0.5, 0.5],
  },
  { name: "means", type: "numbers", must: "means of the true components", default: [-1, 1] },
  {
    name: "sds",
    type: "numbers",
    must: "standard deviations of the true components, above 0",
    default: [1, 1],
  },
  {
    name: "form",
    type: "string",
    must: "free (all weights, means and sds are fitted) or symmetric (halves at ±μ with one sd)",
    default: "free",
    choices: ["free", "symmetric"],
  },
  {
    name: "fit",
    type: "string",
    must: "joint (maximum likelihood by EM) or approximate (from mean |y| and mean y²; form symmetric only)",
    default: "joint",
    choices: ["joint", "approximate"],
  },
  {
    name: "threshold",
    type: "number",
    must: "standard deviation that above_threshold asks for, above 0",
    default: 0.1,
  },
  {
    name: "tolerance",
    type: "number",
    must: "an EM step below which it has converged, relative to the sds; 1e-12 to 0.1",
    default: 1e-6,
  },
  {
    name: "iterations",
    type: "integer",
    must: "EM steps after which a chain ends as diverged, 1 to 1000000",
    default: 10_000,
  },
];

/**
 * The parameters of a mixture cell, checked, with defaults.
 *
 * @throws {ParameterError}
 * @source arXiv:2412.17646
 */
export function parseMixture(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyListed(raw, "parameters", mixtureParameters);
  const { samples, weights = [0.5, 0.5], means = [-1, 1], sds = [1, 1] } = raw;
  const { form: rawForm = "free", fit: rawFit = "joint", threshold = 0.1, tolerance = 1e-6 } = raw;
  const scale = (value: unknown, path: string): number => {
    const number = positive(value, path);
    if (number < 1e-100 || number > 1e100) throw new ParameterError(path, "from 1e-100 to 1e100", value);
    return number;
  };
  const shares = listOf(weights, "parameters.weights", scale);
  const centres = listOf(means, "parameters.means", (value, path) => {
    const number = finite(value, path);
    if (Math.abs(number) > 1e100) throw new ParameterError(path, "from -1e100 to 1e100", value);
    return number;
  });
  const spreads = listOf(sds, "parameters.sds", scale);
  for (const [name, list] of [["means", centres] as const, ["sds", spreads] as const])
    if (list.length !== shares.length)
      throw new ParameterError(`parameters.${name}`, `as many numbers as weights, ${shares.length}`, list);
  const form = oneOf(rawForm, "parameters.form", ["free", "symmetric"]);
  const fit = oneOf(rawFit, "parameters.fit", ["joint", "approximate"]);
  if (form === "symmetric") mustBeSymmetric(shares, centres, spreads);
  else mustDiffer(centres, spreads);
  if (fit === "approximate" && form !== "symmetric")
    throw new ParameterError("parameters.fit", "joint where form is free", fit, "Choose form: symmetric.");
  const step = positive(tolerance, "parameters.tolerance");
  if (step < 1e-12 || step > 0.1)
    throw new ParameterError("parameters.tolerance", "from 1e-12 to 0.1", tolerance);
  return {
    samples: whole(samples, "parameters.samples", 2, 2 ** 24),
    weights: shares,
    means: centres,
    sds: spreads,
    form,
    fit,
    threshold: positive(threshold, "parameters.threshold"),
    tolerance: step,
    iterations: whole(raw["iterations"] ?? 10_000, "parameters.iterations", 1, 1_000_000),
  };
}

function listOf(
  raw: unknown,
  path: string,
  check: (value: unknown, path: string) => number,
): readonly number[] {
  if (!Array.isArray(raw) || raw.length === 0 || raw.length > mostComponents)
    throw new ParameterError(path, `a list of 1 to ${mostComponents} numbers`, raw);
  return raw.map((value: unknown, at) => check(value, `${path}[${at}]`));
}

function mustBeSymmetric(weights: readonly number[], means: readonly number[], sds: readonly number[]): void {
  const [left = 0, right = 0] = means;
  if (means.length !== 2 || left !== -right)
    throw new ParameterError("parameters.means", "two means, one minus the other", means);
  if (weights[0] !== weights[1]) throw new ParameterError("parameters.weights", "two equal weights", weights);
  if (sds[0] !== sds[1]) throw new ParameterError("parameters.sds", "two equal sds", sds);
}

/** Components that are the same at the start would stay so for ever. */
function mustDiffer(means: readonly number[], sds: readonly number[]): void {
  const seen = new Set(means.map((mean, k) => `${mean} ${sds[k]}`));
  if (seen.size < means.length)
    throw new ParameterError("parameters.means", "components that differ in mean or sd", means);
}

/**
 * A mixture cell's parameters as its kernels read them.
 *
 * @source arXiv:2412.17646
 */
export function mixtureLaw(parameters: Parameters): MixtureLaw {
  const weights = parameters["weights"] as readonly number[];
  const means = parameters["means"] as readonly number[];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const symmetric = parameters["form"] === "symmetric";
  const centres = symmetric ? [-Math.abs(means[0] ?? 0), Math.abs(means[0] ?? 0)] : means;
  return {
    samples: Number(parameters["samples"]),
    components: weights.length,
    truth: Float64Array.from([
      ...weights.map((weight) => weight / total),
      ...centres,
      ...(parameters["sds"] as readonly number[]),
    ]),
    symmetric,
    approximate: parameters["fit"] === "approximate",
    threshold: Number(parameters["threshold"]),
    tolerance: Number(parameters["tolerance"]),
    iterations: Number(parameters["iterations"]),
  };
}
