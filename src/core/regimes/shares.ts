/**
 * Whole sizes in these proportions that add up to n: each the floor of its quota, what is left over going one each to
 * the largest remainders, the first of equals.
 *
 * @param shares of one whole: they add up to 1, or to less by rounding alone
 * @source Hamilton's method of largest remainders
 */
export function apportion(n: number, shares: readonly number[]): readonly number[] {
  const quotas = shares.map((share) => n * share);
  const sizes = quotas.map(Math.floor);
  const left = n - sizes.reduce((sum, size) => sum + size, 0);
  const remainder = (at: number): number => (quotas[at] ?? 0) - (sizes[at] ?? 0);
  const order = shares.map((_, at) => at).sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const at of order.slice(0, left)) sizes[at] = (sizes[at] ?? 0) + 1;
  return sizes;
}
