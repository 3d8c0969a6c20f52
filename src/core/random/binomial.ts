import type { Address, Lanes } from "./address.ts";
import { deviance, stirlingError } from "./loader.ts";
import { exp, log1p } from "./math.ts";
import { uniforms } from "./samplers.ts";

/** Below this mean the search starts at 0, above it at the mode. */
const small = 12;
const twoPi = 6.283185307179586;

/**
 * Binomial draws by inversion: one uniform each, so that any of them can be drawn again on its own.
 *
 * @param out lanes.count * perLane numbers, lane by lane
 * @param trials one for all, or one an entry of `out`; whole, at least 0
 * @param p one for all, or one an entry of `out`; 0 to 1
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), III.3 and X.4.2
 */
export function binomials(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  perLane: number,
  trials: number | Float64Array,
  p: number | Float64Array,
): void {
  uniforms(out, lanes, at, perLane);
  const length = lanes.count * perLane;
  for (let i = 0; i < length; i++) {
    const n = typeof trials === "number" ? trials : trials[i]!;
    out[i] = binomialOf(out[i]!, n, typeof p === "number" ? p : p[i]!);
  }
}

/**
 * The binomial count that a uniform number stands for. Counts are tried outwards from the mode, about one standard
 * deviation of them.
 *
 * @param u in (0, 1)
 * @param trials whole, at least 0
 * @param p 0 to 1
 * @source Devroye (1986), X.4.2
 */
export function binomialOf(u: number, trials: number, p: number): number {
  return p > 0.5 ? trials - search(u, trials, 1 - p) : search(u, trials, p);
}

function search(u: number, n: number, p: number): number {
  if (n === 0 || p <= 0) return 0;
  const odds = p / (1 - p);
  if (n * p < small) {
    let rest = u;
    let x = 0;
    for (let f = exp(n * log1p(-p)); rest >= f && x < n; f *= ((n - x + 1) / x) * odds) {
      rest -= f;
      x++;
    }
    return x;
  }
  const mode = Math.floor((n + 1) * p);
  const atMode = massAt(mode, n, p);
  let rest = u - atMode;
  if (rest < 0) return mode;
  let above = atMode;
  let below = atMode;
  let high = mode;
  let low = mode;
  for (;;) {
    if (high < n) {
      above *= ((n - high) / (high + 1)) * odds;
      high++;
      rest -= above;
      if (rest < 0) return high;
    }
    if (low > 0) {
      below *= low / ((n - low + 1) * odds);
      low--;
      rest -= below;
      if (rest < 0) return low;
    }
    // What rounding leaves over of the whole mass belongs to no count: below 1e-15 in all.
    if ((high === n || above < 1e-300) && (low === 0 || below < 1e-300)) return mode;
  }
}

/** Probability of x successes, 0 < x < n, without loss for large n. */
function massAt(x: number, n: number, p: number): number {
  const exponent =
    stirlingError(n) -
    stirlingError(x) -
    stirlingError(n - x) -
    deviance(x, n * p) -
    deviance(n - x, n * (1 - p));
  return exp(exponent) * Math.sqrt(n / (twoPi * x * (n - x)));
}
