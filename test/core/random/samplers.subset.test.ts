import { describe, expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { subsample } from "../../../src/core/random/samplers.ts";
import { expectFit, laws } from "./golden.ts";
import { blockAt } from "./philox.ts";

const at: Address = { generation: 1, draw: 0, part: 0 };
const lanes: Lanes = { key: [6, 0x5eed], first: 0, count: 100_000 };

function subset(lane: number, population: number, n: number): Uint32Array {
  const out = new Uint32Array(n);
  subsample(out, lanes, lane, at, population, n);
  return out;
}

/** Floyd's algorithm on a set, with Lemire's bounded integers, from the blocks of a lane. */
function floyd(lane: number, population: number, n: number): number[] {
  const of = { key: lanes.key, ...at, replicate: lane };
  const chosen = new Set<number>();
  for (let i = 0; i < n; i++) {
    const last = population - n + i;
    const bound = BigInt(last + 1);
    let product = BigInt(blockAt({ ...of, element: i >> 2, attempt: 0 })[i & 3]!) * bound;
    for (let attempt = 1; product % 2n ** 32n < 2n ** 32n % bound; attempt++)
      product = BigInt(blockAt({ ...of, element: i, attempt })[0]) * bound;
    const choice = Number(product >> 32n);
    chosen.add(chosen.has(choice) ? last : choice);
  }
  return [...chosen].sort((a, b) => a - b);
}

describe("a subset", () => {
  it.each([
    [1, 0],
    [1, 1],
    [7, 0],
    [31, 31],
    [32, 32],
    [33, 33],
    [64, 63],
    [5000, 4999],
    [100_000, 100_000],
    [1_000_000, 3],
  ])("of %i holds %i of them, ascending, each once", (population, n) => {
    for (let lane = 0; lane < 5; lane++) {
      const chosen = subset(lane, population, n);
      expect(chosen.every((x, i) => x < population && (i === 0 || x > chosen[i - 1]!))).toBe(true);
      if (n === population) expect(chosen.every((x, i) => x === i)).toBe(true);
    }
  });

  it("writes nothing behind its n entries", () => {
    const out = new Uint32Array(10).fill(77);
    subsample(out, lanes, 0, at, 100, 4);
    expect([...out.subarray(4)]).toEqual([77, 77, 77, 77, 77, 77]);
  });

  it.each([
    [6, 3, 20],
    [5, 1, 5],
    [7, 5, 21],
    [8, 2, 28],
  ])("of %i is each of those with %i as often as any other", (population, n, subsets) => {
    const counts = new Map<string, number>();
    for (let lane = 0; lane < lanes.count; lane++) {
      const name = subset(lane, population, n).join();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(subsets);
    expectFit([...counts.values()]);
  });

  it.each([
    [40, 13],
    [100, 90],
  ])("of %i with %i holds each, and each two together, as often as any other", (N, n) => {
    const R = 20_000;
    const single = new Float64Array(N);
    const pairs = new Float64Array(N * N);
    for (let lane = 0; lane < R; lane++) {
      const chosen = subset(lane, N, n);
      chosen.forEach((a, i) => {
        single[a]!++;
        for (let j = 0; j < i; j++) pairs[chosen[j]! * N + a]!++;
      });
    }
    const share = n / N;
    // Counts of inclusions covary by -1 / (N - 1) of their variance, since each subset holds n.
    const spread = R * share * (1 - share) * (N / (N - 1));
    const statistic = single.reduce((sum, count) => sum + (count - R * share) ** 2 / spread, 0);
    expect(statistic).toBeLessThan(laws.critical[N - 1]!);
    const both = (share * (n - 1)) / (N - 1);
    const scale = Math.sqrt(R * both * (1 - both));
    // Beyond 5.7 standard deviations lies less than one in 5000 × 1e-8.
    for (let a = 0; a < N; a++)
      for (let b = a + 1; b < N; b++)
        if (Math.abs(pairs[a * N + b]! - R * both) > 5.7 * scale) expect.fail(`pair ${a}, ${b}`);
  });

  it.each([
    [640, 10],
    [641, 10],
    [6401, 100],
    [100_000, 7],
    [2 ** 32 - 1, 1],
    [2 ** 32 - 1, 5000],
    [3_000_000_001, 2000],
  ])("of %i with %i is Floyd's, in whichever way the chosen are kept", (population, n) => {
    expect([...subset(3, population, n)]).toEqual(floyd(3, population, n));
  });

  it("of a large population falls evenly over it, also where 2^32 is no multiple of it", () => {
    const population = 3_000_000;
    const counts = new Array<number>(100).fill(0);
    for (let lane = 0; lane < 100; lane++)
      for (const x of subset(lane, population, 1000)) counts[Math.floor(x / (population / 100))]!++;
    expectFit(counts);
  });
});
