import { describe, expect, it } from "vitest";
import type { Segment } from "../../src/core/segment.ts";
import { addSums, noRows, rowSums } from "../../src/storage/row-sums.ts";
import { samplePlan, sampleSegment } from "./samples.ts";

const cell = samplePlan().cells[0]!;
const slice = { cell, first: 0, count: 4 };

/** The definition, word by word, in whole numbers. */
function plainly(first: number, segment: Segment): string {
  const word = 2n ** 32n;
  const multipliers = [0x9e3779b1n, 0x85ebca6bn, 0xc2b2ae35n, 0x27d4eb2fn];
  const totals = [0n, 0n, 0n, 0n];
  const halves = (value: number): bigint[] => {
    if (Number.isNaN(value)) return [0n, 0x7ff80000n];
    const bits = new BigUint64Array(Float64Array.of(value).buffer)[0] ?? 0n;
    return [bits % word, bits / word];
  };
  for (let g = 0; g <= segment.to - segment.from; g++)
    for (let lane = 0; lane < segment.count; lane++) {
      const at = g * segment.count + lane;
      const words = [first + lane, segment.from + g, segment.status[at] ?? 0].map(BigInt);
      for (const value of [
        segment.trainingSize[g],
        segment.realShare[g],
        ...segment.metrics.map((m) => m[at]),
      ])
        words.push(...halves(value ?? 0));
      for (const [i, multiplier] of multipliers.entries()) {
        let h = multiplier;
        for (const next of words) {
          h = ((h ^ next) * multiplier) % word;
          h = ((h ^ (h >> 15n)) + BigInt(i)) % word;
        }
        h = ((h ^ (h >> 16n)) * 0x7feb352dn) % word;
        h = ((h ^ (h >> 15n)) * 0x846ca68bn) % word;
        totals[i] = ((totals[i] ?? 0n) + (h ^ (h >> 16n))) % 2n ** 64n;
      }
    }
  return totals.map((total) => total.toString(16).padStart(16, "0")).join("");
}

describe("sums of row hashes", () => {
  it("are what their definition says", () => {
    const segment = sampleSegment(slice, 3, 6);
    expect(rowSums(0, segment)).toBe(plainly(0, segment));
  });

  it("know neither cuts nor order", () => {
    const whole = rowSums(0, sampleSegment(slice, 1, 6));
    const late = rowSums(0, sampleSegment(slice, 4, 6));
    const early = [slice, { cell, first: 2, count: 2 }].map(({ first }) =>
      rowSums(first, sampleSegment({ cell, first, count: 2 }, 1, 3)),
    );
    expect(addSums([late, ...early])).toBe(whole);
    expect(addSums([whole, noRows])).toBe(whole);
    expect(addSums([])).toBe(noRows);
  });

  it("take any NaN for the same, and tell zeros apart", () => {
    const quiet = new Float64Array(new BigUint64Array([0x7ff8000000000001n]).buffer)[0] ?? 0;
    const of = (value: number): string => {
      const metrics = [Float64Array.of(value)];
      const [trainingSize, realShare] = [Float64Array.of(1), Float64Array.of(1)];
      return rowSums(0, {
        from: 1,
        to: 1,
        count: 1,
        metrics,
        status: Uint8Array.of(1),
        trainingSize,
        realShare,
      });
    };
    expect(of(quiet)).toBe(of(Number.NaN));
    expect(of(0)).not.toBe(of(-0));
  });
});
