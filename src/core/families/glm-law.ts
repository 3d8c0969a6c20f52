import type { Parameters } from "../cell.ts";
import { finite, oneOf, whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { onlyListed } from "../regimes/parameters.ts";
import type { Metric, ParameterInfo } from "./family.ts";

/** What the kernels need of a cell whose labels follow a generalised linear model. */
export interface GlmLaw {
  /** Rows of the design, labels a batch. */
  readonly samples: number;
  /** Covariates besides the intercept. */
  readonly dimension: number;
  readonly intercept: boolean;
  /** True coefficients: N(0, signal²), drawn once a chain, or all of them equal to signal. Of a table: those fitted to it. */
  readonly random: boolean;
  readonly signal: number;
  /** Coefficients: dimension, and 1 for the intercept. */
  readonly unknowns: number;
}

/** Real data instead of a drawn design: generation 1 is fitted to them. */
const tableParameters: readonly ParameterInfo[] = [
  { name: "data", type: "file", must: "a CSV file with a line of column names", optional: true },
  { name: "target", type: "string", must: "the column of labels; where data are given", optional: true },
  {
    name: "features",
    type: "string",
    must: "columns of covariates, separated by commas; all others where left out",
    optional: true,
  },
  {
    name: "holdout",
    type: "string",
    must: "a column that has 1 in rows to judge fits by and 0 in rows to fit; none where left out",
    optional: true,
  },
  {
    name: "standardise",
    type: "boolean",
    must: "whether covariates are brought to mean 0 and standard deviation 1; true where data are given",
    optional: true,
  },
];

/** @source arXiv:2410.22812, logistic experiments: 10,000 rows, 5 covariates, N(0, 1) coefficients */
export function glmParameters(signal: number): readonly ParameterInfo[] {
  return [
    {
      name: "samples",
      type: "integer",
      must: "rows of the fixed design, at least as many as coefficients; left out where data are given",
    },
    {
      name: "dimension",
      type: "integer",
      must: "N(0, 1) covariates besides the intercept, at least 1; left out where data are given",
    },
    {
      name: "intercept",
      type: "boolean",
      must: "whether the first coefficient is an intercept",
      default: true,
    },
    {
      name: "coefficients",
      type: "string",
      must: "normal (true coefficients N(0, signal²), drawn anew for every chain), constant (all equal to signal) or, where data are given, fitted (to the data)",
      default: "normal",
      choices: ["normal", "constant", "fitted"],
    },
    { name: "signal", type: "number", must: "scale of the true coefficients, at least 0", default: signal },
    ...tableParameters,
  ];
}

const mostRows = 2 ** 24;
const mostCovariates = 512;

/** @source arXiv:2410.22812 (squared error averaged over coefficients; loss) */
export const glmMetrics: readonly Metric[] = [
  {
    name: "squared_error",
    unit: "1",
    meaning:
      "squared difference of the fitted from the true coefficients (of data: from those of the first fit), averaged over coefficients",
    definedWhere: "status ok",
  },
  {
    name: "excess_log_loss",
    unit: "nat/row",
    meaning:
      "expected log loss of the fit on labels of the truth over that of the truth itself, on the design's rows",
    definedWhere: "status ok",
  },
  {
    name: "coefficient_norm",
    unit: "1",
    meaning: "Euclidean norm of the fitted coefficients, the intercept among them",
    definedWhere: "status ok",
  },
  {
    name: "separated",
    unit: "1",
    meaning:
      "1 from the first fit on whose likelihood has no maximum (coefficients run to infinity), 0 before",
  },
  {
    name: "log_loss",
    unit: "nat/row",
    meaning: "mean negative log likelihood of the data's own labels, of rows held out where there are any",
    definedWhere: "status ok, where data are given",
  },
];

/**
 * The parameters of a cell, checked, with defaults.
 *
 * @param usual the family's default of `signal`
 * @throws {ParameterError}
 * @source arXiv:2410.22812, logistic experiments
 */
export function parseGlm(raw: Readonly<Record<string, unknown>>, usual: number): Parameters {
  onlyListed(raw, "parameters", glmParameters(usual));
  const { samples, dimension, intercept = true, coefficients = "normal", signal = usual } = raw;
  if (typeof intercept !== "boolean")
    throw new ParameterError("parameters.intercept", "true or false", intercept);
  if (raw["data"] !== undefined) return parseTable(raw, intercept);
  for (const { name } of tableParameters)
    if (raw[name] !== undefined)
      throw new ParameterError(`parameters.${name}`, "left out unless data are given", raw[name]);
  const scale = finite(signal, "parameters.signal");
  if (scale < 0) throw new ParameterError("parameters.signal", "a finite number of at least 0", signal);
  const covariates = whole(dimension, "parameters.dimension", 1, mostCovariates);
  return {
    samples: whole(samples, "parameters.samples", covariates + (intercept ? 1 : 0), mostRows),
    dimension: covariates,
    intercept,
    coefficients: oneOf(coefficients, "parameters.coefficients", ["normal", "constant"]),
    signal: scale,
  };
}

/** Where data are given; how large they are is known once they are read. */
function parseTable(raw: Readonly<Record<string, unknown>>, intercept: boolean): Parameters {
  const { samples = 0, dimension = 0, coefficients = "fitted", signal = 0, standardise = true } = raw;
  if (coefficients !== "fitted")
    throw new ParameterError(
      "parameters.coefficients",
      "left out or fitted where data are given",
      coefficients,
    );
  if (signal !== 0) throw new ParameterError("parameters.signal", "left out where data are given", signal);
  if (typeof standardise !== "boolean")
    throw new ParameterError("parameters.standardise", "true or false", standardise);
  const { features, holdout } = raw;
  return {
    samples: whole(samples, "parameters.samples", 0, mostRows),
    dimension: whole(dimension, "parameters.dimension", 0, mostCovariates),
    intercept,
    coefficients,
    signal,
    data: named(raw["data"], "data", "the path of a CSV file"),
    target: named(raw["target"], "target", "the name of a column of the data"),
    ...(features !== undefined && { features: named(features, "features", "names of columns of the data") }),
    ...(holdout !== undefined && { holdout: named(holdout, "holdout", "the name of a column of the data") }),
    standardise,
  };
}

function named(raw: unknown, name: string, must: string): string {
  if (typeof raw !== "string" || raw === "") throw new ParameterError(`parameters.${name}`, must, raw);
  return raw;
}

/**
 * A cell's parameters as its kernel reads them.
 *
 * @source arXiv:2410.22812, logistic experiments
 */
export function glmLaw(parameters: Parameters): GlmLaw {
  const dimension = Number(parameters["dimension"]);
  const intercept = parameters["intercept"] === true;
  return {
    samples: Number(parameters["samples"]),
    dimension,
    intercept,
    random: parameters["coefficients"] === "normal",
    signal: Number(parameters["signal"]),
    unknowns: dimension + (intercept ? 1 : 0),
  };
}
