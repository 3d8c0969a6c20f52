import type { Cell } from "../cell.ts";
import { type Fitted, linearWorkflow, mostFollowed } from "./linear-workflow.ts";
import { trainingOf } from "./linear-workflow-cell.ts";
import type { Prediction, Theorem } from "./prediction.ts";
import { squaredErrorSpread } from "./quadratic-variance-moments.ts";
import { recursion } from "./recursion.ts";
import { squares } from "./squares.ts";

const source = "derived: variance of a martingale whose law has a quadratic variance function (Morris 1982)";

/** A law whose variance is a quadratic function of its mean m, V(m) = V(m₀) + V'(m₀)(m - m₀) + curvature·(m - m₀)². */
export interface QuadraticLaw {
  readonly n: number;
  readonly mean: number;
  /** At the true mean. */
  readonly variance: number;
  /** V'(m₀). */
  readonly slope: number;
  readonly curvature: -1 | 0 | 1;
}

/** Expected squared errors about the true mean. */
interface Errors {
  readonly fit: number;
  /** Of the mean of all data so far. */
  readonly pool: number;
  /** Of single observations of the pool. */
  readonly point: number;
}

type Step = (law: QuadraticLaw, before: Errors, generation: number) => Errors;

const first = ({ n, variance }: QuadraticLaw): Errors => ({
  fit: variance / n,
  pool: variance / n,
  point: variance,
});

/** A batch of this size alone: the fit moves by V(fit)/size. */
function moved({ variance, curvature }: QuadraticLaw, { fit }: Errors, size: number): Errors {
  const next = fit + (variance + curvature * fit) / size;
  return { fit: next, pool: next, point: 0 };
}

const steps: Readonly<Record<string, Step>> = {
  replace: (law, before) => moved(law, before, law.n),
  "replace-multiple": (law, before, generation) => moved(law, before, generation * law.n),
  accumulate: (law, before, generation) => moved(law, before, law.n * generation * generation),
  // The pool's mean A and the fit M to n of its N points: M - A has variance f·S given a pool of variance S, where
  // f = N/(N-1)·(1/n)(1 - n/N), and a batch of n new points joins the pool.
  "accumulate-subsample": ({ n, variance, curvature }, { fit, pool, point }, generation) => {
    const before = generation - 1;
    const drawn = variance + curvature * fit;
    const nextPool = ((before * before + 2 * before) * pool + fit + drawn / n) / (generation * generation);
    const nextPoint = (before * point + fit + drawn) / generation;
    const size = n * generation;
    const aside = (size / (size - 1)) * (1 / n) * (1 - 1 / generation);
    return { fit: nextPool + aside * (nextPoint - nextPool), pool: nextPool, point: nextPoint };
  },
};

const chains = Object.fromEntries(
  Object.entries(steps).map(([regime, step]) => [regime, recursion(first, step)]),
);

/**
 * Expected squared error of the fitted mean; undefined under a regime that it is not known for.
 *
 * Fits are martingales, so errors add up: E(m_g - m₀)² is V₀·g/n or V₀·H2(g)/n for the Poisson law, and the products
 * (1 ± 1/n)^g and Π(1 ± 1/(nk²)) stand in it for the curved ones. Regimes without a recursion of their own
 * are followed batch by batch where fits see whole ones.
 *
 * @param law the same for each call with this cell
 * @source Morris (1982) for the variance functions; the recursions are derived, cf. arXiv:2404.01413, arXiv:2412.17646
 */
export function meanSquaredError(cell: Cell, law: QuadraticLaw, generation: number): number | undefined {
  const chain = chains[cell.regime];
  if (chain) return chain(cell, law, generation).fit;
  if (generation > mostFollowed) return undefined;
  let followed = workflows.get(cell);
  if (followed === undefined) {
    followed = followedOf(cell, law);
    workflows.set(cell, followed);
  }
  return followed ? law.variance * followed(generation).error : undefined;
}

const workflows = new WeakMap<Cell, ((generation: number) => Fitted) | null>();

/** Under regimes of whole batches: an observation of a model of mean m varies by V(m), of mean V₀ + curvature·E(m - m₀)². */
function followedOf(cell: Cell, { curvature }: QuadraticLaw): ((generation: number) => Fitted) | null {
  const training = trainingOf(cell);
  return training
    ? linearWorkflow<Fitted>(training, ({ error }) => ({ error, drawn: 1 + curvature * error }))
    : null;
}

const laws: Readonly<Record<string, (parameters: Cell["parameters"]) => Omit<QuadraticLaw, "n">>> = {
  bernoulli: ({ p }) => ({
    mean: Number(p),
    variance: Number(p) * (1 - Number(p)),
    slope: 1 - 2 * Number(p),
    curvature: -1,
  }),
  exponential: ({ mean }) => ({
    mean: Number(mean),
    variance: Number(mean) * Number(mean),
    slope: 2 * Number(mean),
    curvature: 1,
  }),
  geometric: ({ p }) => {
    const mean = (1 - Number(p)) / Number(p);
    return { mean, variance: mean * (1 + mean), slope: 1 + 2 * mean, curvature: 1 };
  },
  poisson: ({ mean }) => ({ mean: Number(mean), variance: Number(mean), slope: 1, curvature: 0 }),
};

/** Squared relative error above which means are carried by a few chains, by the curvature: tails grow with it. */
function fair({ mean, curvature }: QuadraticLaw, error: number, most: number): boolean {
  const nearest = curvature === -1 ? Math.min(mean, 1 - mean) : mean;
  return error <= most * nearest * nearest;
}

/**
 * Third over second moment of a fit, about: the error is made by chains in which a rare value was drawn, and this is what they
 * have then; twice as much where the spread grows with the mean.
 */
function skewness({ mean, curvature }: QuadraticLaw, error: number): number {
  const nearest = curvature === -1 ? Math.min(mean, 1 - mean) : mean;
  return nearest > 0 ? ((curvature === 1 ? 2 : 1) * error) / nearest : 0;
}

/**
 * Mean, squared error and variance of the one-parameter families whose estimate is the sample's mean: Bernoulli,
 * Poisson, geometric, exponential.
 *
 * @source derived; for the Bernoulli law the classical decay (1 - 1/n)^g of heterozygosity (Wright-Fisher)
 */
export const quadraticVariance: Theorem = (cell, metric, generation) => {
  const read = laws[cell.family];
  if (!read) return undefined;
  const law = { ...read(cell.parameters), n: Number(cell.parameters["samples"]) };
  const error = meanSquaredError(cell, law, generation);
  if (error === undefined) return undefined;
  const exact = (found: Omit<Prediction, "kind" | "source">): Prediction[] => [
    { kind: "exact", source, ...found },
  ];
  if (metric === "mean" || metric === "p")
    return fair(law, error, law.curvature === 1 ? 1 : 3)
      ? exact({ value: law.mean, sd: Math.sqrt(error), jump: skewness(law, error) })
      : undefined;
  if (metric === "squared_error") {
    if (!fair(law, error, law.curvature === 1 ? 0.25 : 3)) return undefined;
    const sd = squaredErrorSpread(cell, law, generation);
    // A batch of real data has this much excess kurtosis.
    const excess = (law.slope * law.slope + 2 * law.curvature * law.variance) / (law.variance * law.n);
    return exact(squares(error, sd ?? error * Math.sqrt(2 + excess), sd !== undefined));
  }
  const variance = law.variance + law.curvature * error;
  if (cell.family !== "bernoulli" || variance < 0.1 * law.variance) return undefined;
  const jump = Math.min(0.25, skewness(law, error));
  if (metric === "variance") return exact({ value: variance, jump });
  if (metric === "heterozygosity") return exact({ value: 2 * variance, jump: 2 * jump });
  return undefined;
};
