/**
 * H1(t) = 1 + 1/2 + … + 1/t: the growth of the error where every generation trains on g·n new points.
 *
 * @param t >= 0, whole
 * @source arXiv:2404.01413, Appendix E
 */
export function harmonic(t: number): number {
  let sum = 0;
  for (let i = t; i >= 1; i--) sum += 1 / i;
  return sum;
}

/**
 * H2(t) = 1 + 1/4 + … + 1/t², which tends to π²/6: the growth of the error where data accumulate.
 *
 * @param t >= 0, whole
 * @source arXiv:2404.01413, Theorem 2; arXiv:2410.22812
 */
export function harmonicSquares(t: number): number {
  let sum = 0;
  for (let i = t; i >= 1; i--) sum += 1 / (i * i);
  return sum;
}
