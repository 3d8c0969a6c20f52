import type { Parameters } from "../cell.ts";
import { finite, oneOf, whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { log, pow } from "../random/math.ts";
import { onlyKnown } from "../regimes/parameters.ts";
import type { ParameterInfo } from "./family.ts";

/** A distribution on finitely many symbols; those of probability 0 are left out. */
export interface DiscreteLaw {
  /** All above 0, in the order of the symbols; sum 1. */
  readonly probabilities: Float64Array;
  /** Running sums of the probabilities; the last is 1. */
  readonly cumulative: Float64Array;
  /** Shannon entropy, nat. */
  readonly entropy: number;
}

const mostSymbols = 10_000_000;

/** @source arXiv:2410.16713 (uniform start); arXiv:2412.17646, Section 2 (Discrete(m)) and its Zipf experiment */
export const discreteParameters: readonly ParameterInfo[] = [
  { name: "samples", type: "integer", must: "observations a batch, at least 1" },
  {
    name: "distribution",
    type: "string",
    must: "the true law: uniform, zipf (weight 1/(rank + zipf_b)^zipf_a) or weights",
    default: "uniform",
    choices: ["uniform", "zipf", "weights"],
  },
  {
    name: "symbols",
    type: "integer",
    must: "how many symbols, at least 2; 0 where weights are given",
    default: 0,
  },
  { name: "zipf_a", type: "number", must: "exponent of the zipf law, at least 0", default: 1 },
  { name: "zipf_b", type: "number", must: "shift of the ranks of the zipf law, above -1", default: 0 },
  {
    name: "weights",
    type: "numbers",
    must: "weights or counts of the symbols, at least 0, two of them above 0",
    default: [],
  },
];

/**
 * The parameters of a discrete cell, checked, with defaults.
 *
 * @throws {ParameterError}
 * @source arXiv:2412.17646, Section 2
 */
export function parseDiscrete(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyKnown(
    raw,
    "parameters",
    discreteParameters.map(({ name }) => name),
  );
  const { samples, distribution = "uniform", symbols = 0, zipf_a = 1, zipf_b = 0, weights = [] } = raw;
  const shape = oneOf(distribution, "parameters.distribution", ["uniform", "zipf", "weights"]);
  const a = finite(zipf_a, "parameters.zipf_a");
  const b = finite(zipf_b, "parameters.zipf_b");
  if (a < 0) throw new ParameterError("parameters.zipf_a", "at least 0", a);
  if (b <= -1) throw new ParameterError("parameters.zipf_b", "above -1, since ranks begin at 1", b);
  const listed = weightsOf(weights, shape === "weights");
  if (shape === "weights" && symbols !== 0 && symbols !== listed.length)
    throw new ParameterError(
      "parameters.symbols",
      `left out or ${listed.length}, the number of weights`,
      symbols,
    );
  return {
    samples: whole(samples, "parameters.samples", 1, 2 ** 31),
    distribution: shape,
    symbols: shape === "weights" ? listed.length : whole(symbols, "parameters.symbols", 2, mostSymbols),
    zipf_a: a,
    zipf_b: b,
    weights: listed,
  };
}

function weightsOf(raw: unknown, wanted: boolean): readonly number[] {
  if (!Array.isArray(raw)) throw new ParameterError("parameters.weights", "a list of numbers", raw);
  if (!wanted && raw.length > 0)
    throw new ParameterError("parameters.weights", "left out unless distribution is weights", raw);
  const weights = raw.map((weight: unknown, at) => {
    const value = finite(weight, `parameters.weights[${at}]`);
    if (value < 0) throw new ParameterError(`parameters.weights[${at}]`, "at least 0", value);
    return value;
  });
  if (wanted && weights.filter((weight) => weight > 0).length < 2)
    throw new ParameterError("parameters.weights", "a list with two numbers above 0", raw);
  return weights;
}

/**
 * The true law of a discrete cell.
 *
 * @source arXiv:2412.17646, its published Zipf experiment: weight 1/(rank + b)^a
 */
export function discreteLaw(parameters: Parameters): DiscreteLaw {
  const weights = positiveWeights(parameters);
  let total = 0;
  const cumulative = weights.map((weight) => (total += weight));
  let logs = 0;
  for (let i = 0; i < weights.length; i++) {
    weights[i]! /= total;
    cumulative[i]! /= total;
    logs += weights[i]! * log(weights[i]!);
  }
  return { probabilities: weights, cumulative, entropy: -logs };
}

function positiveWeights(parameters: Parameters): Float64Array {
  const { distribution, weights } = parameters;
  if (distribution === "weights")
    return Float64Array.from(weights as readonly number[]).filter((weight) => weight > 0);
  const length = Number(parameters["symbols"]);
  if (distribution === "uniform") return new Float64Array(length).fill(1);
  const a = Number(parameters["zipf_a"]);
  const b = Number(parameters["zipf_b"]);
  return Float64Array.from({ length }, (_, i) => pow(i + 1 + b, -a));
}
