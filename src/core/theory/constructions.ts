import type { Prediction, Theorem } from "./prediction.ts";
import { exp } from "../random/math.ts";
import { wholePower } from "./special.ts";

const gap = "derived: half the gap above the largest of n uniform numbers, up to 1/4";
const walk =
  "arXiv:2505.19046, Theorem 5.1: derived limits, 0.6903/n and 0.2411, from the highest place of a walk";
const climb = "arXiv:2505.19046, Theorem 5.2: derived limit, 1 - E exp(-gap/2) for an exponential gap";

/** E min(1/4, D/2)^power, D the gap above the largest of n uniform numbers on [0, 1]; power 1 or 2. */
function halfGap(n: number, power: 1 | 2): number {
  const first = (1 - wholePower(0.5, n + 1)) / (n + 1);
  return (power === 1 ? first : first - (1 - wholePower(0.5, n + 2)) / (n + 2)) / 2;
}

/** With fewer observations the limits of Construction 1 are not near yet. */
const fewestForLimits = 50;

/**
 * E s^τ over walks that rise above 0, τ being when they first do, of the walk with steps E/4 - log 2, E exponential of mean 1.
 * Where it rises it overshoots by an exponential of mean 1/4, so that with 4·s·2^-θ = 4 - θ it is (4 - θ)/4.
 */
function rise(s: number): number {
  let [low, high] = [3, 4];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (4 * s * exp(-middle * logTwo) > 4 - middle) high = middle;
    else low = middle;
  }
  return (4 - low) / 4;
}

const logTwo = 0.6931471805599453;
/** Slope of {@link rise} at 1: that of θ follows from its equation. */
const riseSlope = ((): number => {
  const left = rise(1);
  return left / (1 - 4 * logTwo * left);
})();

/** Limits for large n of n·E α at the first fit and of the share of chains collapsed at the second. */
const firstAlpha = (1 + (rise(1) / (1 - rise(1))) * (1 + (4 * logTwo * riseSlope) / rise(1))) / 2;
const collapsedShare = 1 - (0.8 * (1 - rise(1))) / (1 - 0.8 * rise(0.5));

/**
 * Construction 1: its first α is of the order of 1/n, and yet a share of chains that does not fall with n collapses at the
 * second fit.
 *
 * Gaps above the observations, times n, are a Poisson process y₁ < y₂ < … for large n, and the likelihood of α = y_i/(2n) over
 * that of the truth is y_i/4 - (i - 1)·log 2: a walk, whose highest place gives α. A batch from it has an observation in
 * [2, 3], which draws the second fit there, with probability 1 - exp(-n·α/2).
 *
 * @source arXiv:2505.19046, Theorem 5.1, both claims; the limits are derived
 */
export const construction1Collapse: Theorem = (cell, metric, generation) => {
  if (cell.family !== "construction-1") return undefined;
  const n = Number(cell.parameters["samples"]);
  // The next term is of the order of 1/n; 3 is above its coefficient.
  const limit = { kind: "asymptotic", slack: 3 / n, source: walk } as const;
  const near = n >= fewestForLimits;
  if (metric === "collapsed") {
    const sd = Math.sqrt(collapsedShare * (1 - collapsedShare));
    return near && generation === 2 ? [{ ...limit, value: collapsedShare, sd, jump: 1 }] : undefined;
  }
  if ((metric !== "alpha" && metric !== "tv") || generation > 1) return undefined;
  return [
    { kind: "lower", value: halfGap(n, 1), source: gap },
    ...(near ? [{ ...limit, value: firstAlpha / n }] : []),
  ];
};

/**
 * Construction 2: α_0 is set by the real data and never changes again; the second fit sees [1, 2] in a third of chains.
 *
 * @source arXiv:2505.19046, Theorem 5.2
 */
export const construction2Climb: Theorem = (cell, metric, generation) => {
  if (cell.family !== "construction-2") return undefined;
  const n = Number(cell.parameters["samples"]);
  // With fewer, a spike may draw no observation on itself and be left again.
  if (n < 20) return undefined;
  const value = halfGap(n, 1);
  const sd = Math.sqrt(halfGap(n, 2) - value * value);
  const exact = (factor: number): readonly Prediction[] => [
    { kind: "exact", value: factor * value, sd: factor * sd, source: gap },
  ];
  if (metric === "alpha_0") return exact(1);
  if (metric === "tv" && generation === 1) return exact(2);
  if (metric !== "level" || generation !== 2) return undefined;
  // The next term is of the order of 1/n; 2 is above its coefficient.
  return [{ kind: "asymptotic", value: 1 / 3, slack: 2 / n, sd: Math.sqrt(2) / 3, source: climb }];
};
