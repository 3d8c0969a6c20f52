import { describe, expect, it } from "vitest";
import { neighboursTogether } from "../../../src/core/families/neighbours.ts";

/** Points that look random and are the same everywhere. */
function points(size: number, d: number): Float64Array {
  let state = 7;
  return Float64Array.from({ length: size * d }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

const rowsOf = (values: Float64Array, d: number): string[] =>
  Array.from({ length: values.length / d }, (_, i) => values.subarray(i * d, (i + 1) * d).join());

describe.each([1, 2] as const)("in %i dimensions", (d) => {
  it("keeps every point", () => {
    const some = points(300, d);
    expect(rowsOf(neighboursTogether(some, d), d).sort()).toEqual(rowsOf(some, d).sort());
    const same = new Float64Array(6 * d).fill(3);
    expect(neighboursTogether(same, d)).toEqual(same);
    expect(neighboursTogether(new Float64Array(0), d)).toHaveLength(0);
  });

  it("makes the boxes around eight in a row small", () => {
    const ordered = neighboursTogether(points(1024, d), d);
    let sides = 0;
    for (let at = 0; at < ordered.length; at += 8 * d)
      for (let k = 0; k < d; k++) {
        const block = ordered.subarray(at, at + 8 * d).filter((_, i) => i % d === k);
        sides += Math.max(...block) - Math.min(...block);
      }
    // 128 boxes of one 128th each; as they come, their sides would be near 7/9.
    expect(sides / (128 * d)).toBeLessThan(d === 1 ? 0.02 : 0.2);
  });
});
