import type { Cell, Parameters } from "../cell.ts";
import { finite, oneOf, whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { countsIn } from "../files/counts.ts";
import { fileOf } from "../files/file-of.ts";
import { log } from "../random/math.ts";
import { onlyListed } from "../regimes/parameters.ts";
import type { ParameterInfo } from "./family.ts";

const mostSymbols = 10_000_000;

/** @source arXiv:2410.16713 (uniform start); arXiv:2412.17646, Section 2 (Discrete(m)) and its Zipf experiment */
export const discreteParameters: readonly ParameterInfo[] = [
  { name: "samples", type: "integer", must: "observations a batch, at least 1" },
  {
    name: "distribution",
    type: "string",
    must: "the true law: uniform, zipf (weight 1/(rank + zipf_b)^zipf_a), weights or counts",
    default: "uniform",
    choices: ["uniform", "zipf", "weights", "counts"],
  },
  {
    name: "symbols",
    type: "integer",
    must: "how many symbols, at least 2; 0 where weights or counts are given",
    default: 0,
  },
  { name: "zipf_a", type: "number", must: "exponent of the zipf law, at least 0", default: 1 },
  { name: "zipf_b", type: "number", must: "shift of the ranks of the zipf law, above -1", default: 0 },
  {
    name: "weights",
    type: "numbers",
    must: "weights or counts of the symbols, each 0 or from 1e-100 to 1e100, two of them above 0",
    default: [],
  },
  {
    name: "counts",
    type: "file",
    must: "a CSV file of symbol and count, or of counts alone, one a line; where distribution is counts",
    optional: true,
  },
];

/**
 * The parameters of a discrete cell, checked, with defaults.
 *
 * @throws {ParameterError}
 * @source arXiv:2412.17646, Section 2
 */
export function parseDiscrete(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyListed(raw, "parameters", discreteParameters);
  const { samples, symbols = 0, zipf_a = 1, zipf_b = 0, weights = [], counts } = raw;
  const { distribution = counts === undefined ? "uniform" : "counts" } = raw;
  const shape = oneOf(distribution, "parameters.distribution", ["uniform", "zipf", "weights", "counts"]);
  checkCounts(counts, shape === "counts");
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
  // How many symbols a file has is known once it is read.
  const fewest = shape === "counts" ? 0 : 2;
  const many =
    shape === "weights" ? listed.length : whole(symbols, "parameters.symbols", fewest, mostSymbols);
  if (shape === "zipf") checkZipf(a, b, many);
  return {
    samples: whole(samples, "parameters.samples", 1, 2 ** 31),
    distribution: shape,
    symbols: many,
    zipf_a: a,
    zipf_b: b,
    weights: listed,
    ...(typeof counts === "string" && { counts }),
  };
}

/** Weights of the first and of the last symbol have logarithms within this, so that no double overflows or is 0. */
const mostLog = 600;

function checkZipf(a: number, b: number, symbols: number): void {
  const ends = [1 + b, symbols + b].map((rank) => Math.abs(a * log(rank)));
  if (ends.some((end) => end > mostLog))
    throw new ParameterError(
      "parameters.zipf_a",
      "so near 0 that (rank + zipf_b)^-zipf_a is from 1e-260 to 1e260 at every rank",
      a,
    );
}

function checkCounts(raw: unknown, wanted: boolean): void {
  if (raw !== undefined && !wanted)
    throw new ParameterError("parameters.counts", "left out unless distribution is counts", raw);
  if (wanted && (typeof raw !== "string" || raw === ""))
    throw new ParameterError("parameters.counts", "the path of a CSV file", raw);
}

/**
 * The parameters with the number of symbols that a file of counts has.
 *
 * @throws {ParameterError}
 * @source none: a check of what a person wrote
 */
export function withCounts(cell: Pick<Cell, "parameters" | "files">): Parameters {
  const { parameters } = cell;
  if (parameters["distribution"] !== "counts") return parameters;
  const { length } = countsIn(fileOf(cell, "counts"));
  if (parameters["symbols"] !== 0 && parameters["symbols"] !== length)
    throw new ParameterError(
      "parameters.symbols",
      `left out or ${length}, the number of counts in the file`,
      parameters["symbols"],
    );
  return { ...parameters, symbols: length };
}

function weightsOf(raw: unknown, wanted: boolean): readonly number[] {
  if (!Array.isArray(raw)) throw new ParameterError("parameters.weights", "a list of numbers", raw);
  if (!wanted && raw.length > 0)
    throw new ParameterError("parameters.weights", "left out unless distribution is weights", raw);
  const weights = raw.map((weight: unknown, at) => {
    const value = finite(weight, `parameters.weights[${at}]`);
    if (value !== 0 && (value < 1e-100 || value > 1e100))
      throw new ParameterError(`parameters.weights[${at}]`, "0, or from 1e-100 to 1e100", value);
    return value;
  });
  if (wanted && weights.filter((weight) => weight > 0).length < 2)
    throw new ParameterError("parameters.weights", "a list with two numbers above 0", raw);
  return weights;
}
