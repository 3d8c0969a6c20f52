import type { GlmLaw } from "../families/glm-law.ts";
import { exp, lgamma, pow } from "../random/math.ts";

/** Response laws whose Fisher information is known here. */
export type GlmFamilyName = "logistic-regression" | "poisson-regression";

const stepWidth = 1 / 8;
const reach = 10;
const rootTwoPi = 2.50662827463100050241576528481;

/**
 * Mean over coefficients of the asymptotic variance of one fit, times the number of rows: tr I⁻¹ / p, I being the Fisher
 * information of one row with N(0, I) covariates. Over random true coefficients it is averaged.
 *
 * I depends on the coefficients through the intercept b and the length s of the rest: along their direction it is
 * [[a0, a1], [a1, a2]] with a_k = E[A''(b + s·z)·z^k], across it a0.
 *
 * @source derived: Fisher information of the canonical link; integrals by the trapezoidal rule over rows, whose error
 *   for analytic integrands that vanish at both ends is far below 1e-9, and by Simpson's over coefficients
 */
export function meanAsymptoticVariance(family: GlmFamilyName, law: GlmLaw): number {
  const { dimension, intercept, random, signal } = law;
  const within = family === "logistic-regression" ? logistic : poisson;
  const at = (b: number, s: number): number => trace(within(b, s), law) / law.unknowns;
  if (!random) return at(intercept ? signal : 0, signal * Math.sqrt(dimension));
  const overIntercept = (s: number): number =>
    intercept
      ? integrate(-reach, reach, (z) => (exp((-z * z) / 2) / rootTwoPi) * at(signal * z, s))
      : at(0, s);
  // The length of d standard normals is chi with d degrees of freedom.
  const scale = exp((1 - dimension / 2) * 0.693147180559945309417232121458 - lgamma(dimension / 2));
  const from = Math.max(0, Math.sqrt(dimension) - reach);
  return integrate(from, Math.sqrt(dimension) + reach, (r) => {
    const density = scale * (r === 0 ? Number(dimension === 1) : pow(r, dimension - 1) * exp((-r * r) / 2));
    return density < 1e-14 ? 0 : density * overIntercept(signal * r);
  });
}

type Moments = readonly [a0: number, a1: number, a2: number];

function trace([a0, a1, a2]: Moments, { dimension, intercept }: GlmLaw): number {
  const across = (dimension - 1) / a0;
  return across + (intercept ? (a0 + a2) / (a0 * a2 - a1 * a1) : 1 / a2);
}

function poisson(b: number, s: number): Moments {
  const a0 = exp(b + (s * s) / 2);
  return [a0, s * a0, (1 + s * s) * a0];
}

function logistic(b: number, s: number): Moments {
  const sums: [number, number, number] = [0, 0, 0];
  for (let z = -reach; z <= reach; z += stepWidth) {
    const tail = exp(-Math.abs(b + s * z));
    const weight = ((stepWidth / rootTwoPi) * exp((-z * z) / 2) * tail) / ((1 + tail) * (1 + tail));
    sums[0] += weight;
    sums[1] += weight * z;
    sums[2] += weight * z * z;
  }
  return sums;
}

/** Simpson's rule: at the end r = 0 the density of a length is no smooth even function of it in even dimensions. */
function integrate(from: number, to: number, integrand: (x: number) => number): number {
  const count = 2 * Math.ceil((to - from) / (2 * stepWidth));
  const width = (to - from) / count;
  let sum = integrand(from) + integrand(to);
  for (let i = 1; i < count; i++) sum += (i % 2 === 1 ? 4 : 2) * integrand(from + i * width);
  return (sum * width) / 3;
}
