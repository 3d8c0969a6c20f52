import { squarableBy } from "./moments.ts";

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
  let [largestX, largestY] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] as number, y[i] as number];
    if (a !== a || b !== b) continue;
    n++;
    sumX += a;
    sumY += b;
    largestX = Math.max(largestX, Math.abs(a));
    largestY = Math.max(largestY, Math.abs(b));
  }
  const [scaleX, scaleY] = [squarableBy(largestX), squarableBy(largestY)];
  const [meanX, meanY] = [(sumX * scaleX) / n, (sumY * scaleY) / n];
  // Of the scaled means: what it is to be multiplied by in the end is a power of 2.
  const ratio = meanX / meanY;
  const scale = scaleY / scaleX;
  if (n < 2 || !Number.isFinite(ratio * scale)) return undefined;
  let varX = 0;
  let varY = 0;
  let both = 0;
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] as number, y[i] as number];
    if (a !== a || b !== b) continue;
    const dx = a * scaleX - meanX;
    const dy = b * scaleY - meanY;
    varX += dx * dx;
    varY += dy * dy;
    both += dx * dy;
  }
  const pairs = n * (n - 1);
  const variance = (varX - 2 * ratio * both + ratio * ratio * varY) / (pairs * meanY * meanY);
  if (!Number.isFinite(variance) || Math.abs(meanY) <= farFromZero * Math.sqrt(varY / pairs))
    return undefined;
  const half = normal95 * Math.sqrt(Math.max(0, variance));
  return { ratio: ratio * scale, low: (ratio - half) * scale, high: (ratio + half) * scale };
}
