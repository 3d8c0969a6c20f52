import { describe, expect, it } from "vitest";
import { aim } from "../../../src/core/random/batches.ts";
import { memoryDoubles } from "../../../src/core/random/kernel.ts";
import { lgamma } from "../../../src/core/random/math.ts";
import { chooseSymbols, reserveSymbols, sumsAt } from "../../../src/core/random/symbols.ts";
import { expectFit, expectMassFit } from "./golden.ts";

/** Counts of every symbol among `n` that are chosen, a row a replicate. */
function choices(places: readonly number[], n: number, rows: number): Float64Array {
  const symbols = places.length;
  const population = places.reduce((a, b) => a + b);
  reserveSymbols(symbols);
  const counts = new Float64Array(rows * symbols);
  aim({ key: [2, 0x5eed], first: 0, count: rows }, { generation: 1, draw: 255, part: 0 });
  for (let row = 0; row < rows; row++) {
    memoryDoubles().set(places, sumsAt);
    chooseSymbols(symbols, population, n, row);
    let total = 0;
    for (let i = 0; i < symbols; i++) {
      const count = memoryDoubles()[sumsAt + i]!;
      if (!(count <= places[i]!)) expect(count, `row ${row}`).toBeLessThanOrEqual(places[i]!);
      counts[row * symbols + i] = count;
      total += count;
    }
    if (total !== n) expect(total, `row ${row}`).toBe(n);
  }
  return counts;
}

function logChoices(n: number, k: number): number {
  return k < 0 || k > n ? -Infinity : lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

const hypergeometric = (population: number, marked: number, n: number) => (x: number) =>
  Math.exp(logChoices(marked, x) + logChoices(population - marked, n - x) - logChoices(population, n));

describe("chooseSymbols", () => {
  it.each([
    [[1, 3, 2], 1],
    [[1, 3, 2], 3],
    [[2, 2, 4], 5],
  ] as const)("has the law of every combination of counts: %j, %i chosen", (places, n) => {
    const population = places.reduce((a, b) => a + b, 0);
    const counts = choices(places, n, 100_000);
    const seen = new Map<string, number>();
    for (let i = 0; i < counts.length; i += 3) {
      const name = counts.subarray(i, i + 3).join();
      seen.set(name, (seen.get(name) ?? 0) + 1);
    }
    const cells: [number, number][] = [];
    for (let i = 0; i <= places[0]; i++)
      for (let j = 0; j <= places[1]; j++) {
        const k = n - i - j;
        if (k < 0 || k > places[2]) continue;
        const ways = logChoices(places[0], i) + logChoices(places[1], j) + logChoices(places[2], k);
        cells.push([seen.get([i, j, k].join()) ?? 0, Math.exp(ways - logChoices(population, n))]);
      }
    expect(seen.size).toBe(cells.length);
    expectFit(
      cells.map(([count]) => count),
      cells.map(([, mass]) => mass),
    );
  });

  it.each([
    ["half of them", [1, 2, 3, 4, 60, 70, 1, 2, 5, 140], 144],
    ["two thirds", [1, 2, 3, 4, 60, 70, 1, 2, 5, 140], 192],
    ["all but one", [1, 2, 3, 4, 60, 70, 1, 2, 5, 140], 287],
    ["one in fifty", [1, 2, 63, 127, 128, 129, 640, 4000, 9900, 10], 300],
    ["one in five thousand", [1, 128, 16_383, 16_384, 16_385, 300_000, 160_000, 500_000, 7, 719], 202],
    ["of two symbols", [4000, 6000], 1000],
    ["of many", Array.from({ length: 300 }, (_, i) => 1 + Math.floor(900 / (i + 1))), 700],
  ] as const)("gives each symbol, and two of them together, a hypergeometric count: %s", (_, places, n) => {
    const width = places.length;
    const rows = 40_000;
    const counts = choices(places, n, rows);
    const population = places.reduce((a: number, b) => a + b, 0);
    for (const i of new Set([0, 1, 2 % width, 4 % width, width - 2, width - 1])) {
      const alone = Float64Array.from({ length: rows }, (__, row) => counts[row * width + i]!);
      expectMassFit(alone, hypergeometric(population, places[i]!, n));
      const j = (i + 3) % width;
      // Two of two are all.
      if (width === 2) continue;
      const together = alone.map((count, row) => count + counts[row * width + j]!);
      expectMassFit(together, hypergeometric(population, places[i]! + places[j]!, n));
    }
  });

  it("chooses all, or none", () => {
    expect([...choices([3, 4, 5], 12, 1)]).toEqual([3, 4, 5]);
    expect([...choices([3, 4, 5], 0, 1)]).toEqual([0, 0, 0]);
  });
});
