import { logs } from "../random/samplers.ts";

/** α of the densities whose log-likelihood is compared. */
export interface Construction1Model {
  /** 0 to 1/4. */
  readonly alpha: number;
  /** Where the spike begins, 2 to 3. */
  readonly mu: number;
}

/** Largest α with the wide spike. @source arXiv:2505.19046, Construction 1 */
export const wideUpTo = 0.1;
/** Width of the spike up to there. @source arXiv:2505.19046, Construction 1 */
export const wide: number = 1 / 39;
const most = 0.25;
const logWide = 3.6888794541139363; // log(1 + 39)
const logTenth = -2.302585092994046;
const logQuarter = -1.3862943611198906;
const gainTenth = 0.7537718023763802; // log 2.125
const gainQuarter = 0.9162907318741551; // log 2.5

/**
 * All observations of one chain, sorted, and their exact maximum-likelihood fit.
 *
 * Between candidates the likelihood rises with α, so that only α = (1 - x)/2 for an observation x in [1/2, 1], 1/10
 * (where the spike's width jumps) and 1/4 (the end) can be best. What a candidate's logarithms are never changes: they
 * are computed once.
 *
 * @source arXiv:2505.19046, Theorem 5.1
 */
export class Construction1Pool {
  /** log(1 + 1/f) of the narrow spike, whose width f is e to the minus this. */
  readonly #logNarrow: number;
  /** Observations in [0, 1/2). */
  #below = 0;
  /** Those in [1/2, 1], ascending, with the logarithms of the density's gain on [0, x] and of α = (1 - x)/2. */
  #upper: Float64Array = new Float64Array(0);
  #gains: Float64Array = new Float64Array(0);
  #logAlphas: Float64Array = new Float64Array(0);
  /** Those in [2, 3], ascending. */
  #far: Float64Array = new Float64Array(0);

  constructor(logNarrow: number) {
    this.#logNarrow = logNarrow;
  }

  /** @param batch observations in [0, 1] or [2, 3], in any order */
  add(batch: Float64Array): void {
    const upper = batch.filter((x) => x >= 0.5 && x <= 1).sort();
    const far = batch.filter((x) => x >= 2);
    this.#below += batch.length - upper.length - far.length;
    const gains = upper.map((x) => 1 + (1 + x) / (2 * x));
    const logAlphas = upper.map((x) => (1 - x) / 2);
    logs(gains, gains);
    logs(logAlphas, logAlphas);
    const order = mergeOrder(this.#upper, upper);
    this.#upper = picked(this.#upper, upper, order);
    this.#gains = picked(this.#gains, gains, order);
    this.#logAlphas = picked(this.#logAlphas, logAlphas, order);
    if (far.length > 0) this.#far = Float64Array.from([...this.#far, ...far]).sort();
  }

  /** @param before the model before: without observations in [2, 3], and in ties, its spike is kept */
  fit(before: Construction1Model): Construction1Model {
    const far = this.#far.length;
    const broad = far > 0 ? bestWindow(this.#far, wide, before.mu) : { mu: before.mu, count: 0 };
    const narrow = far > 0 ? bestWindow(this.#far, 0, before.mu) : broad;
    const broadGain = broad.count * logWide;
    const narrowGain = narrow.count * this.#logNarrow;
    let best = -Infinity;
    let alpha = 0;
    const consider = (candidate: number, inside: number, gain: number, logAlpha: number): void => {
      const likelihood =
        inside * gain + (far > 0 ? far * logAlpha : 0) + (candidate > wideUpTo ? narrowGain : broadGain);
      if (likelihood <= best) return;
      best = likelihood;
      alpha = candidate;
    };
    const upTo = (x: number): number => this.#below + firstAbove(this.#upper, x);
    consider(wideUpTo, upTo(1 - 2 * wideUpTo), gainTenth, logTenth);
    consider(most, upTo(0.5), gainQuarter, logQuarter);
    for (let i = 0; i < this.#upper.length; i++)
      consider((1 - this.#upper[i]!) / 2, this.#below + i + 1, this.#gains[i]!, this.#logAlphas[i]!);
    return { alpha, mu: alpha > wideUpTo ? narrow.mu : broad.mu };
  }
}

/** The place of a window in [2, 3] that covers most observations; of several, the nearest to `near`. */
function bestWindow(
  sorted: Float64Array,
  width: number,
  near: number,
): { readonly mu: number; readonly count: number } {
  let found = { mu: near, count: 0 };
  let end = 0;
  for (let i = 0; i < sorted.length; i++) {
    const mu = Math.min(sorted[i]!, 3 - width);
    while (end < sorted.length && sorted[end]! <= mu + width) end++;
    const count = end - (mu < sorted[i]! ? firstAtLeast(sorted, mu) : i);
    const nearer = count === found.count && Math.abs(mu - near) < Math.abs(found.mu - near);
    if (count > found.count || nearer) found = { mu, count };
  }
  return found;
}

function firstAbove(sorted: Float64Array, x: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAtLeast(sorted: Float64Array, x: number): number {
  let at = firstAbove(sorted, x);
  while (at > 0 && sorted[at - 1]! >= x) at--;
  return at;
}

/** Which of two ascending lists each entry of the merged one comes from: 0 or 1. */
function mergeOrder(one: Float64Array, other: Float64Array): Uint8Array {
  const order = new Uint8Array(one.length + other.length);
  let [i, j] = [0, 0];
  for (let at = 0; at < order.length; at++)
    if (j < other.length && (i === one.length || other[j]! < one[i]!)) {
      order[at] = 1;
      j++;
    } else i++;
  return order;
}

function picked(one: Float64Array, other: Float64Array, order: Uint8Array): Float64Array {
  let [i, j] = [0, 0];
  const merged = new Float64Array(order.length);
  for (let at = 0; at < order.length; at++) merged[at] = order[at] === 0 ? one[i++]! : other[j++]!;
  return merged;
}
