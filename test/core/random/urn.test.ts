import { describe, expect, it } from "vitest";
import { aim } from "../../../src/core/random/batches.ts";
import { memoryWords } from "../../../src/core/random/kernel.ts";
import { drawUrn } from "../../../src/core/random/symbol-lanes.ts";
import { urnOf } from "../../../src/core/random/urn.ts";
import { expectFit } from "./golden.ts";

function law(weights: readonly number[]): Float64Array {
  const total = weights.reduce((a, b) => a + b);
  return Float64Array.from(weights, (weight) => weight / total);
}

/** The symbols and counts of some lanes' draws, in the order in which the module leaves them. */
function drawn(probabilities: Float64Array, draws: number, rows: number): [number, number][][] {
  const urn = urnOf(probabilities)!;
  const symbols = Math.min(probabilities.length, draws);
  aim({ key: [3, 0x5eed], first: 0, count: rows }, { generation: 1, draw: 0, part: 0 });
  return Array.from({ length: rows }, (_, row) => {
    const { support, names, counts } = drawUrn(urn, symbols, draws, row);
    const words = memoryWords();
    return Array.from({ length: words[support]! }, (__, i) => [words[names + i]!, words[counts + i]!]);
  });
}

const zipf = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => 1 / (i + 1));

describe("drawUrn", () => {
  it.each([
    ["two symbols", [1, 3], 7],
    ["three", [1, 3, 2], 1],
    ["one that has nearly all", [1e-3, 1, 1e-4, 1e-2, 2e-3], 1000],
    ["as many as columns", zipf(16), 100],
    ["one more", zipf(17), 100],
    ["more draws than bits are made for in one go", zipf(40), 900],
    ["many symbols", zipf(1000), 1100],
    ["equal ones", Array<number>(300).fill(1), 50],
  ] as const)("draws each symbol as often as it should: %s", (_, weights, draws) => {
    const probabilities = law(weights);
    const rows = Math.ceil(1_000_000 / draws);
    const counts = new Array<number>(weights.length).fill(0);
    for (const row of drawn(probabilities, draws, rows)) {
      let total = 0;
      let before = -1;
      for (const [symbol, count] of row) {
        if (!(symbol > before && count > 0)) expect([symbol, count]).toEqual([before + 1, 1]);
        before = symbol;
        counts[symbol]! += count;
        total += count;
      }
      if (total !== draws) expect(total).toBe(draws);
    }
    // Cells that are expected often enough, the others in one.
    const often = counts.map((__, i) => i).filter((i) => probabilities[i]! * rows * draws >= 50);
    const seen = often.map((i) => counts[i]!);
    const expected = often.map((i) => probabilities[i]!);
    if (often.length < counts.length) {
      seen.push(rows * draws - seen.reduce((a, b) => a + b, 0));
      expected.push(1 - expected.reduce((a, b) => a + b, 0));
    }
    // Of more cells than there are critical values for, neighbours go together.
    const width = Math.ceil(seen.length / 50);
    const grouped = (of: number[]): number[] =>
      Array.from({ length: Math.ceil(of.length / width) }, (__, i) =>
        of.slice(i * width, (i + 1) * width).reduce((a, b) => a + b),
      );
    expectFit(grouped(seen), grouped(expected));
  });

  it("gives single draws that do not depend on one another", () => {
    const counts = new Array<number>(9).fill(0);
    for (const row of drawn(law([1, 2, 5]), 2, 100_000)) {
      const [first, last] = [row[0]![0], row.at(-1)![0]];
      counts[3 * first + last]!++;
    }
    const p = [1 / 8, 2 / 8, 5 / 8];
    const cells = [0, 1, 2].flatMap((i) => [0, 1, 2].filter((j) => j >= i).map((j) => [i, j] as const));
    expectFit(
      cells.map(([i, j]) => counts[3 * i + j]!),
      cells.map(([i, j]) => (i === j ? 1 : 2) * p[i]! * p[j]!),
    );
  });
});

it("has tables of alphabets that fit into what the module keeps, and of no others", () => {
  expect(urnOf(new Float64Array(2 ** 17).fill(2 ** -17))?.power).toBe(17);
  expect(urnOf(new Float64Array(2 ** 17 + 1).fill(1 / (2 ** 17 + 1)))).toBeUndefined();
});
