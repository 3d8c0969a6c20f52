import { wholePower } from "./special.ts";

/**
 * Chains of so many observations at most are followed exactly: a generation costs the square of it.
 *
 * @source none: a bound on work
 */
export const mostExact = 200;
const mostChains = 8;

interface Chain {
  /** transitions[j]: law of the next count from count j. */
  readonly transitions: readonly Float64Array[];
  /** survival[m][j]: probability that count j has not become 0 after m generations. */
  readonly survival: Float64Array[];
}

const chains = new Map<number, Chain>();

/**
 * Probability of each count 0 … n of successes, from the mode outwards, so that none underflows that matters.
 *
 * @source ratios of neighbouring binomial probabilities
 */
export function binomialLaw(n: number, p: number): Float64Array {
  const law = new Float64Array(n + 1);
  if (p <= 0 || p >= 1) {
    law[p <= 0 ? 0 : n] = 1;
    return law;
  }
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  let total = 1;
  law[mode] = 1;
  for (let x = mode, f = 1; x < n && f > 0; x++) {
    f *= ((n - x) / (x + 1)) * odds;
    law[x + 1] = f;
    total += f;
  }
  for (let x = mode, f = 1; x > 0 && f > 0; x--) {
    f *= x / ((n - x + 1) * odds);
    law[x - 1] = f;
    total += f;
  }
  return law.map((f) => f / total);
}

/**
 * Probability, by count, that a symbol is still drawn after `generations` further generations of replacement: powers
 * of the Wright-Fisher matrix, whose row j is Binomial(n, j/n).
 *
 * @param n at most {@link mostExact}
 * @source arXiv:2412.17646, Section 2 (the Bernoulli chain); Wright (1931)
 */
function survivalByCount(n: number, generations: number): Float64Array {
  const { transitions, survival } = chainOf(n);
  for (let m = survival.length; m <= generations; m++) {
    const before = survival[m - 1] ?? new Float64Array(0);
    survival.push(Float64Array.from(transitions, (row) => dot(row, before)));
  }
  return survival[generations] ?? new Float64Array(n + 1);
}

function chainOf(n: number): Chain {
  const known = chains.get(n);
  if (known) return known;
  const transitions = Array.from({ length: n + 1 }, (_, j) => binomialLaw(n, j / n));
  const chain = {
    transitions,
    survival: [Float64Array.from({ length: n + 1 }, (_, j) => (j === 0 ? 0 : 1))],
  };
  if (chains.size >= mostChains) chains.clear();
  chains.set(n, chain);
  return chain;
}

/** Sum of products. */
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/**
 * Expected symbols not lost, and expected symbols (0 or 1) that are all there is, at generation k of replacement.
 *
 * @param counts expected number of symbols by their count in the first batch, 0 … n; for one symbol its law
 * @source arXiv:2412.17646, Corollary 1 (the exact value that it bounds)
 */
export function survivors(
  counts: Float64Array,
  k: number,
): { readonly left: number; readonly fixed: number } {
  const survival = survivalByCount(counts.length - 1, k - 1);
  const lost = survival.toReversed().map((probability) => Math.max(0, 1 - probability));
  return { left: dot(counts, survival), fixed: dot(counts, lost) };
}

/** (1 - p)^n: the probability that a first batch lacks a symbol. @source the binomial law */
export function absence(n: number, p: number): number {
  return wholePower(1 - p, n);
}
