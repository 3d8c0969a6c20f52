import { expect } from "vitest";

/**
 * What a sampler by inversion makes of evenly spread uniform numbers agrees with its mass function: each count's share
 * differs from its probability by less than two of the spaces.
 */
export function expectMass(
  of: (u: number) => number,
  mass: (count: number) => number,
  draws = 200_000,
): void {
  const shares = new Map<number, number>();
  for (let i = 0; i < draws; i++) {
    const count = of((i + 0.5) / draws);
    shares.set(count, (shares.get(count) ?? 0) + 1 / draws);
  }
  for (const [count, share] of shares)
    expect(Math.abs(share - mass(count)), `count ${count}`).toBeLessThan(2 / draws);
}

export function logFactorial(n: number): number {
  let sum = 0;
  for (let i = 2; i <= n; i++) sum += Math.log(i);
  return sum;
}
