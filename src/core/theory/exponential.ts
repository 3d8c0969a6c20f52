import type { Cell } from "../cell.ts";
import { log, pi } from "../random/math.ts";
import { harmonicSquares } from "./harmonic.ts";
import type { Prediction, Theorem } from "./prediction.ts";
import { digamma, trigamma } from "./special.ts";

const source =
  "derived: each fit multiplies the mean by a Gamma(n, 1/n) variable; setting of arXiv:2505.19046, App. G";
const limit = "arXiv:2505.19046, Theorem 4.1 and Appendix G; arXiv:2410.22812: Gaussian limit, H2(g)";
/** log of the mean at which chains freeze as `underflow`, log(1e-150). */
const logFrozen = -345.3;

type Found = Omit<Prediction, "kind" | "source"> | undefined;

/**
 * Log mean and rate of exponential chains, and distance of the rate from the truth where data accumulate.
 *
 * @source arXiv:2505.19046, Appendix G; logarithm and inverse moments of the gamma law
 */
export const exponentialRates: Theorem = (cell, metric, generation) => {
  if (cell.family !== "exponential") return undefined;
  const mean = Number(cell.parameters["mean"]);
  if (metric === "error") return distance(cell, 1 / mean, generation);
  const sizes = batchSizes(cell, generation);
  if (!sizes) return undefined;
  if (metric === "log_mean") return exact(logMean(sizes, mean));
  if (metric === "rate") return exact(scaled(inverse(sizes), 1 / mean));
  return undefined;
};

/**
 * Exponent of Beta(θ, 1) chains: -log x is exponential of mean 1/θ, so that θ̂/θ is the inverse of a product of gamma
 * variables, whatever θ.
 *
 * @source arXiv:2505.19046, Appendix G; inverse moments of the gamma law
 */
export const betaExponent: Theorem = (cell, metric, generation) => {
  if (cell.family !== "beta") return undefined;
  const theta = Number(cell.parameters["theta"]);
  if (metric === "error") return distance(cell, theta, generation);
  const sizes = batchSizes(cell, generation);
  if (!sizes) return undefined;
  if (metric === "theta") return exact(scaled(inverse(sizes), theta));
  if (metric === "theta_ratio") return exact(inverse(sizes));
  if (metric === "squared_error") return exact(inverseError(sizes, theta));
  if (metric !== "log_theta") return undefined;
  const found = logMean(sizes, 1 / theta);
  return exact(found && { ...found, value: -found.value });
};

function exact(found: Found): readonly Prediction[] | undefined {
  return found && [{ kind: "exact", source, ...found }];
}

/** Sizes of the batches whose means multiply up to the fitted mean; undefined where fits are no such product. */
function batchSizes(cell: Cell, generation: number): readonly number[] | undefined {
  const n = Number(cell.parameters["samples"]);
  const growth = cell.regime === "replace-multiple" ? 1 : 0;
  if (generation > 1 && cell.regime !== "replace" && growth === 0) return undefined;
  return Array.from({ length: generation }, (_, k) => n * (1 + growth * k));
}

/** E log = log m + Σ(ψ(n) - log n), the statistic without heavy tails. */
function logMean(sizes: readonly number[], mean: number): Found {
  let value = log(mean);
  let variance = 0;
  for (const n of sizes) {
    value += digamma(n) - log(n);
    variance += trigamma(n);
  }
  const sd = Math.sqrt(variance);
  return value - 6 * sd > logFrozen ? { value, sd } : undefined;
}

/** E Π 1/Gamma(n, 1/n), given while the standard deviation is below the mean. */
function inverse(sizes: readonly number[]): Found {
  let value = 1;
  let squares = 1;
  for (const n of sizes) {
    if (n <= 2) return undefined;
    value *= n / (n - 1);
    squares *= (n - 1) / (n - 2);
  }
  return squares <= 2 ? { value, sd: value * Math.sqrt(squares - 1) } : undefined;
}

/** E (θ̂ - θ)², given while its own relative standard deviation stays below 3. */
function inverseError(sizes: readonly number[], theta: number): Found {
  const moments = [1, 1, 1, 1, 1];
  for (const n of sizes) {
    if (n <= 4) return undefined;
    let factor = 1;
    for (let power = 1; power <= 4; power++) {
      factor *= n / (n - power);
      moments[power] = (moments[power] ?? 1) * factor;
    }
  }
  const [, one = 1, two = 1, three = 1, four = 1] = moments;
  const error = two - 2 * one + 1;
  const fourth = four - 4 * three + 6 * two - 4 * one + 1;
  const variance = fourth - error * error;
  if (variance > 9 * error * error) return undefined;
  return { value: error * theta * theta, sd: Math.sqrt(variance) * theta * theta };
}

function scaled(found: Found, factor: number): Found {
  return (
    found && { value: found.value * factor, ...(found.sd === undefined ? {} : { sd: found.sd * factor }) }
  );
}

/** Mean distance of the fitted rate: that of a Gaussian of variance H2(g)/n, for large n. */
function distance(cell: Cell, rate: number, generation: number): readonly Prediction[] | undefined {
  const n = Number(cell.parameters["samples"]);
  if (n < 20 || (cell.regime !== "accumulate" && generation > 1)) return undefined;
  const value = rate * Math.sqrt((2 * harmonicSquares(generation)) / (pi * n));
  // The next term is of the order of 1/n; 3 is above every coefficient seen in simulation.
  return [{ kind: "asymptotic", value, slack: 3 / n, source: limit }];
}
