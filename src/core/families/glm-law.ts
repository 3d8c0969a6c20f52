import type { Parameters } from "../cell.ts";
import { finite, oneOf, whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { onlyKnown } from "../regimes/parameters.ts";
import type { Metric, ParameterInfo } from "./family.ts";

/** What the kernels need of a cell whose labels follow a generalised linear model. */
export interface GlmLaw {
  /** Rows of the design, labels a batch. */
  readonly samples: number;
  /** Covariates besides the intercept. */
  readonly dimension: number;
  readonly intercept: boolean;
  /** True coefficients: N(0, signal²), drawn once a chain, or all of them equal to signal. */
  readonly random: boolean;
  readonly signal: number;
  /** Coefficients: dimension, and 1 for the intercept. */
  readonly unknowns: number;
}

/** @source arXiv:2410.22812, logistic experiments: 10,000 rows, 5 covariates, N(0, 1) coefficients */
export function glmParameters(signal: number): readonly ParameterInfo[] {
  return [
    { name: "samples", type: "integer", must: "rows of the fixed design, at least as many as coefficients" },
    { name: "dimension", type: "integer", must: "N(0, 1) covariates besides the intercept, at least 1" },
    {
      name: "intercept",
      type: "boolean",
      must: "whether the first coefficient is an intercept",
      default: true,
    },
    {
      name: "coefficients",
      type: "string",
      must: "normal (true coefficients N(0, signal²), drawn anew for every chain) or constant (all equal to signal)",
      default: "normal",
      choices: ["normal", "constant"],
    },
    { name: "signal", type: "number", must: "scale of the true coefficients, at least 0", default: signal },
  ];
}

/** @source arXiv:2410.22812 (squared error averaged over coefficients; loss) */
export const glmMetrics: readonly Metric[] = [
  {
    name: "squared_error",
    unit: "1",
    meaning: "squared difference of the fitted from the true coefficients, averaged over coefficients",
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
];

/**
 * The parameters of a cell, checked, with defaults.
 *
 * @param usual the family's default of `signal`
 * @throws {ParameterError}
 * @source arXiv:2410.22812, logistic experiments
 */
export function parseGlm(raw: Readonly<Record<string, unknown>>, usual: number): Parameters {
  onlyKnown(
    raw,
    "parameters",
    glmParameters(usual).map(({ name }) => name),
  );
  const { samples, dimension, intercept = true, coefficients = "normal", signal = usual } = raw;
  if (typeof intercept !== "boolean")
    throw new ParameterError("parameters.intercept", "true or false", intercept);
  const scale = finite(signal, "parameters.signal");
  if (scale < 0) throw new ParameterError("parameters.signal", "a finite number of at least 0", signal);
  const covariates = whole(dimension, "parameters.dimension", 1, 512);
  return {
    samples: whole(samples, "parameters.samples", covariates + (intercept ? 1 : 0), 2 ** 24),
    dimension: covariates,
    intercept,
    coefficients: oneOf(coefficients, "parameters.coefficients", ["normal", "constant"]),
    signal: scale,
  };
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
