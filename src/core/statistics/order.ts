import { meanOf } from "./moments.ts";

/** Share of the values that a trimmed mean leaves out at each end. */
const trimmedShare = 0.1;

/**
 * Quantile by linear interpolation between order statistics: at 0-based rank (n - 1)·p.
 *
 * @param sorted shape [n], n >= 1, ascending, without NaN
 * @param p in [0, 1]
 * @returns in the unit of the values; NaN between -Inf and +Inf
 * @source Hyndman, Fan 1996, "Sample quantiles in statistical packages", definition 7
 */
export function quantileOf(sorted: Float64Array, p: number): number {
  const rank = (sorted.length - 1) * p;
  const below = Math.floor(rank);
  return between(sorted[below] as number, sorted[Math.ceil(rank)] as number, rank - below);
}

/**
 * Median absolute deviation from the median, as it is: not multiplied by 1.4826, which would make it a standard
 * deviation of normal values.
 *
 * @param sorted shape [n], n >= 1, ascending, without NaN
 * @returns NaN where the median is not finite
 * @source Rousseeuw, Croux 1993, "Alternatives to the median absolute deviation", Eq. 1.1, without its factor b
 */
export function medianDeviation(sorted: Float64Array): number {
  const n = sorted.length;
  const median = quantileOf(sorted, 0.5);
  if (!Number.isFinite(median)) return Number.NaN;
  // Outwards from the median the deviations come in ascending order, alternating between two sorted runs.
  let left = Math.floor((n - 1) / 2);
  let right = left + 1;
  let before = 0;
  let deviation = 0;
  for (let taken = 0; taken <= Math.floor(n / 2); taken++) {
    const down = left >= 0 ? median - (sorted[left] as number) : Number.POSITIVE_INFINITY;
    const up = right < n ? (sorted[right] as number) - median : Number.POSITIVE_INFINITY;
    before = deviation;
    deviation = down <= up ? down : up;
    if (down <= up) left--;
    else right++;
  }
  return n % 2 === 1 ? deviation : between(before, deviation, 0.5);
}

/**
 * Mean without the lowest and the highest tenth (each rounded down).
 *
 * @param sorted shape [n], n >= 1, ascending, without NaN
 * @source Tukey, McLaughlin 1963, "Less vulnerable confidence and significance procedures for location"
 */
export function trimmedMean(sorted: Float64Array): number {
  const cut = Math.floor(sorted.length * trimmedShare);
  const kept = sorted.subarray(cut, sorted.length - cut);
  return kept[0] === kept[kept.length - 1] ? (kept[0] as number) : meanOf(kept);
}

/** From `low` to `high` by `share` of the way; exact where both are equal, without overflow. */
function between(low: number, high: number, share: number): number {
  if (share === 0 || low === high) return low;
  return low * (1 - share) + high * share;
}
