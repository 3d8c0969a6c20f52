/**
 * Lower-triangular matrices, packed by rows: entry (i, j), j <= i, stands at i(i+1)/2 + j. Every function takes an
 * offset into a longer array, so that the matrices of many lanes lie in one.
 */

/** Numbers that a packed lower triangle of order d takes. */
export function packedLength(d: number): number {
  return (d * (d + 1)) / 2;
}

/** The square of |L'x|, L' being the transpose. */
export function squaredNormTransposed(
  lower: Float64Array,
  at: number,
  x: Float64Array,
  xAt: number,
  d: number,
): number {
  let squares = 0;
  for (let j = 0; j < d; j++) {
    let sum = 0;
    for (let i = j; i < d; i++) sum += lower[at + (i * (i + 1)) / 2 + j]! * x[xAt + i]!;
    squares += sum * sum;
  }
  return squares;
}

/** S += scale · L·L', S symmetric and packed as its lower triangle. */
export function addGram(
  sum: Float64Array,
  sumAt: number,
  lower: Float64Array,
  at: number,
  d: number,
  scale: number,
): void {
  for (let i = 0; i < d; i++) {
    const rowI = (i * (i + 1)) / 2;
    for (let j = 0; j <= i; j++) {
      const rowJ = (j * (j + 1)) / 2;
      let product = 0;
      for (let k = 0; k <= j; k++) product += lower[at + rowI + k]! * lower[at + rowJ + k]!;
      sum[sumAt + rowI + j]! += scale * product;
    }
  }
}

/** Solves L·y = x in place; no diagonal entry is 0. */
export function solveLower(lower: Float64Array, at: number, x: Float64Array, xAt: number, d: number): void {
  for (let i = 0; i < d; i++) {
    const row = at + (i * (i + 1)) / 2;
    let rest = x[xAt + i]!;
    for (let j = 0; j < i; j++) rest -= lower[row + j]! * x[xAt + j]!;
    x[xAt + i] = rest / lower[row + i]!;
  }
}

/** Solves L'·y = x in place; no diagonal entry is 0. */
export function solveLowerTransposed(
  lower: Float64Array,
  at: number,
  x: Float64Array,
  xAt: number,
  d: number,
): void {
  for (let i = d - 1; i >= 0; i--) {
    const row = at + (i * (i + 1)) / 2;
    const value = x[xAt + i]! / lower[row + i]!;
    x[xAt + i] = value;
    for (let j = 0; j < i; j++) x[xAt + j]! -= lower[row + j]! * value;
  }
}
