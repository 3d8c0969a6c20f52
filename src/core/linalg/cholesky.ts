/** A pivot below this share of its diagonal entry, times d, is rounding: the column is 0. */
const roundingShare = 8 * Number.EPSILON;

/**
 * Cholesky factor of a symmetric positive semidefinite matrix, both packed lower triangles.
 *
 * Where the matrix is singular, the columns without a pivot are 0 and L·L' still gives the matrix back.
 *
 * @param out receives L; may be `matrix` itself at the same offset
 * @param scale the matrix factored is scale · matrix, scale > 0
 * @returns the rank: columns with a pivot above rounding
 */
export function cholesky(
  out: Float64Array,
  outAt: number,
  matrix: Float64Array,
  at: number,
  d: number,
  scale = 1,
): number {
  const tolerance = roundingShare * d;
  let rank = 0;
  for (let i = 0; i < d; i++) {
    const rowI = (i * (i + 1)) / 2;
    const diagonal = scale * matrix[at + rowI + i]!;
    let pivot = diagonal;
    for (let j = 0; j < i; j++) {
      const rowJ = (j * (j + 1)) / 2;
      let entry = scale * matrix[at + rowI + j]!;
      for (let k = 0; k < j; k++) entry -= out[outAt + rowI + k]! * out[outAt + rowJ + k]!;
      const root = out[outAt + rowJ + j]!;
      const value = root > 0 ? entry / root : 0;
      out[outAt + rowI + j] = value;
      pivot -= value * value;
    }
    const positive = pivot > tolerance * diagonal;
    out[outAt + rowI + i] = positive ? Math.sqrt(pivot) : 0;
    if (positive) rank++;
  }
  return rank;
}
