import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pointCount, points } from "../../src/spec/axis-values.ts";

describe("a range", () => {
  it("includes both ends and does not drift", () => {
    expect(points({ range: [0.1, 0.7, 0.1] }, false)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(points({ range: [-1, 1, 0.25] }, false)).toEqual([-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1]);
    expect(points({ range: [1e-9, 3e-9, 1e-9] }, false)).toEqual([1e-9, 2e-9, 3e-9]);
    expect(points({ range: [1e21, 3e21, 1e21] }, false)).toEqual([1e21, 2e21, 3e21]);
  });

  it("ends before an end that no step meets", () => {
    expect(points({ range: [1, 10, 4] }, true)).toEqual([1, 5, 9]);
    expect(points({ range: [2, 2, 1] }, true)).toEqual([2]);
  });

  it("has as many points as it says, each the nearest double to its decimal", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5000, max: 5000 }),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 0, max: 60 }),
        (from, step, steps) => {
          const axis = { range: [from / 1000, (from + steps * step) / 1000, step / 1000] } as const;
          const expected = Array.from({ length: steps + 1 }, (_, index) => (from + index * step) / 1000);
          expect(pointCount(axis)).toBe(steps + 1);
          expect(points(axis, false)).toEqual(expected.map((value) => value + 0));
        },
      ),
    );
  });
});

describe("a log axis", () => {
  it("is even in the logarithm, with exact ends", () => {
    expect(points({ log: [1, 1000, 4] }, false)).toEqual([1, 10, 100, 1000]);
    expect(points({ log: [0.001, 1, 4] }, false)).toEqual([0.001, 0.01, 0.1, 1]);
    expect(points({ log: [0.1, 0.7, 3] }, false)).toEqual([0.1, 0.264575131106, 0.7]);
  });

  it("is made of whole numbers where the parameter is one", () => {
    expect(points({ log: [10, 1000, 5] }, true)).toEqual([10, 32, 100, 316, 1000]);
  });
});
