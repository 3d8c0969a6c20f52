import { jacobi } from "./jacobi.ts";

/** Eigenvalues below this share of the largest, times d, count as 0. */
const roundingShare = 64 * Number.EPSILON;

/**
 * The solution of A·x = b of least norm, A symmetric positive semidefinite and b in its range.
 *
 * @param matrix packed lower triangle of A, kept as it is
 * @param x in: b; out: the solution
 */
export function solveMinimumNorm(
  matrix: Float64Array,
  at: number,
  x: Float64Array,
  xAt: number,
  d: number,
): void {
  const full = new Float64Array(d * d);
  const vectors = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) full[i * d + j] = full[j * d + i] = matrix[at + (i * (i + 1)) / 2 + j]!;
  jacobi(full, d, vectors);
  let largest = 0;
  for (let k = 0; k < d; k++) largest = Math.max(largest, full[k * d + k]!);
  const solution = new Float64Array(d);
  for (let k = 0; k < d; k++) {
    const value = full[k * d + k]!;
    if (!(value > roundingShare * d * largest)) continue;
    let along = 0;
    for (let i = 0; i < d; i++) along += vectors[i * d + k]! * x[xAt + i]!;
    for (let i = 0; i < d; i++) solution[i]! += (along / value) * vectors[i * d + k]!;
  }
  x.set(solution, xAt);
}
