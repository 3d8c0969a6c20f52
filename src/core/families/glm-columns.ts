/** Rows that are worked on at once: their columns stay in the first-level cache. */
const block = 512;

/**
 * Σ x_i·y_i; two partial sums, so that additions need not wait for one another.
 *
 * @source none: the definition
 */
export function dot(x: Float64Array, y: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  const n = y.length;
  let i = 0;
  for (; i < n - 1; i += 2) {
    s0 += x[i]! * y[i]!;
    s1 += x[i + 1]! * y[i + 1]!;
  }
  return i < n ? s0 + s1 + x[i]! * y[i]! : s0 + s1;
}

/**
 * Linear predictors η = Xβ.
 *
 * @param eta receives one number a row
 * @param design p columns of as many rows as `eta` has
 * @source none: the definition
 */
export function predictors(eta: Float64Array, design: readonly Float64Array[], beta: Float64Array): void {
  const p = beta.length;
  const n = eta.length;
  for (let j = 0; j < p; j += 3) {
    const x = design[j]!;
    const y = design[j + 1] ?? x;
    const z = design[j + 2] ?? x;
    const a = beta[j]!;
    const b = beta[j + 1] ?? 0;
    const c = beta[j + 2] ?? 0;
    if (j === 0) for (let i = 0; i < n; i++) eta[i] = a * x[i]! + b * y[i]! + c * z[i]!;
    else for (let i = 0; i < n; i++) eta[i] = eta[i]! + (a * x[i]! + b * y[i]! + c * z[i]!);
  }
}

/**
 * A function that computes X'·diag(w)·X as a packed lower triangle, two columns by two: of four numbers loaded, four
 * products are made.
 *
 * @param n rows
 * @param p columns
 * @source none: the definition
 */
export function weightedGram(
  n: number,
  p: number,
): (out: Float64Array, design: readonly Float64Array[], weights: Float64Array) => void {
  const [left, right] = [new Float64Array(block), new Float64Array(block)];
  const nothing = new Float64Array(n);

  return (out, design, weights) => {
    out.fill(0);
    for (let from = 0; from < n; from += block) {
      const rows = Math.min(block, n - from);
      for (let a = 0; a < p; a += 2) {
        const [xa, ya] = [design[a]!, design[a + 1] ?? nothing];
        for (let i = 0, at = from; i < rows; i++, at++) {
          const weight = weights[at]!;
          left[i] = weight * xa[at]!;
          right[i] = weight * ya[at]!;
        }
        for (let b = 0; b <= a; b += 2) {
          const [xb, yb] = [design[b]!, design[b + 1] ?? nothing];
          let s00 = 0;
          let s01 = 0;
          let s10 = 0;
          let s11 = 0;
          for (let i = 0, at = from; i < rows; i++, at++) {
            const x = left[i]!;
            const y = right[i]!;
            const u = xb[at]!;
            const v = yb[at]!;
            s00 += x * u;
            s01 += x * v;
            s10 += y * u;
            s11 += y * v;
          }
          const entry = (a * (a + 1)) / 2 + b;
          out[entry]! += s00;
          if (b < a) out[entry + 1]! += s01;
          if (a + 1 === p) continue;
          out[entry + a + 1]! += s10;
          out[entry + a + 2]! += s11;
        }
      }
    }
  };
}
