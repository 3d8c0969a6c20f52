/** A ratio with an interval that covers the true one in 95 of 100 samples, where they are large. */
export interface RatioInterval {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** Standard errors of 95 % on both sides of a normal mean. */
export const normal95 = 1.959963984540054;

/** A denominator within so many standard errors of 0 has no useful ratio. */
const farFromZero = 4;

/**
 * Ratio of the means of paired values, with the interval of the delta method:
 * var(x̄/ȳ) ≈ (var x - 2·r·cov(x, y) + r²·var y) / (n·ȳ²), r = x̄/ȳ.
 *
 * @param x shape [n]
 * @param y shape [n]: `y[i]` is of the same chain as `x[i]`; pairs with a NaN are left out
 * @returns undefined where fewer than 2 pairs are left, where a value or the ratio is not finite, or where ȳ is within
 * 4 standard errors of 0
 * @source Casella, Berger 2002, Statistical Inference, Example 5.5.27
 */
export function ratioOfMeans(x: Float64Array, y: Float64Array): RatioInterval | undefined {
  let n = 0;
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] as number, y[i] as number];
    if (a !== a || b !== b) continue;
    n++;
    sumX += a;
    sumY += b;
  }
  const [meanX, meanY] = [sumX / n, sumY / n];
  const ratio = meanX / meanY;
  if (n < 2 || !Number.isFinite(ratio)) return undefined;
  let varX = 0;
  let varY = 0;
  let both = 0;
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] as number, y[i] as number];
    if (a !== a || b !== b) continue;
    const dx = a - meanX;
    const dy = b - meanY;
    varX += dx * dx;
    varY += dy * dy;
    both += dx * dy;
  }
  const pairs = n * (n - 1);
  const variance = (varX - 2 * ratio * both + ratio * ratio * varY) / (pairs * meanY * meanY);
  if (!Number.isFinite(variance) || Math.abs(meanY) <= farFromZero * Math.sqrt(varY / pairs))
    return undefined;
  const half = normal95 * Math.sqrt(Math.max(0, variance));
  return { ratio, low: ratio - half, high: ratio + half };
}
