/**
 * Joe and Kuo's primitive polynomials and initial direction numbers for dimensions 2 to 8: degree, inner
 * coefficients, m_1 … m_degree.
 *
 * @source Joe and Kuo, SIAM J. Sci. Comput. 30 (2008) 2635-2654, table new-joe-kuo-6
 */
const polynomials: readonly { readonly inner: number; readonly initial: readonly number[] }[] = [
  { inner: 0, initial: [1] },
  { inner: 1, initial: [1, 3] },
  { inner: 1, initial: [1, 3, 1] },
  { inner: 2, initial: [1, 1, 1] },
  { inner: 1, initial: [1, 1, 3, 3] },
  { inner: 4, initial: [1, 3, 5, 13] },
  { inner: 2, initial: [1, 1, 5, 5, 17] },
];

/** How many coordinates the sequence has. */
export const sobolDimensions: number = polynomials.length + 1;

const bits = 32;
const directions: readonly (readonly number[])[] = [
  Array.from({ length: bits }, (_, i) => 2 ** (bits - 1 - i)),
  ...polynomials.map(({ inner, initial }) => directionsOf(inner, initial)),
];

/**
 * One coordinate of one point of the Sobol' sequence in Gray-code order, addressed by index: a longer axis begins
 * with the points of a shorter one.
 *
 * @param dimension from 0, below {@link sobolDimensions}
 * @param index from 0, below 2^32
 * @param shift 32 bits that are added digit by digit (a random digital shift keeps the sequence's evenness)
 * @returns a number inside (0, 1): the middle of its interval of width 2^-32
 */
export function sobolCoordinate(dimension: number, index: number, shift: number): number {
  let sum = shift;
  let gray = (index ^ (index >>> 1)) >>> 0;
  for (const direction of directions[dimension] ?? []) {
    if (gray & 1) sum ^= direction;
    gray >>>= 1;
  }
  return ((sum >>> 0) + 0.5) / 2 ** bits;
}

/** v_k = m_k 2^(32-k), with the recurrence of the polynomial for k above its degree. */
function directionsOf(inner: number, initial: readonly number[]): number[] {
  const degree = initial.length;
  const v = initial.map((m, i) => (m << (bits - 1 - i)) >>> 0);
  for (let k = degree; k < bits; k++) {
    const oldest = v[k - degree] ?? 0;
    let next = oldest ^ (oldest >>> degree);
    for (let i = 1; i < degree; i++) if ((inner >>> (degree - 1 - i)) & 1) next ^= v[k - i] ?? 0;
    v.push(next >>> 0);
  }
  return v;
}
