import { describe, expect, it } from "vitest";
import { generationTicks, tickLabel, verticalScale } from "../../src/report/scale.ts";

describe("the vertical scale", () => {
  it("is logarithmic beyond 1.5 decades, and only above 0", () => {
    expect(verticalScale([1, 32], [], []).type).toBe("log");
    expect(verticalScale([1, 31], [], []).type).toBe("linear");
    expect(verticalScale([0, 1, 1000], [], []).type).toBe("linear");
    expect(verticalScale([-1, 1000], [], []).type).toBe("linear");
  });

  it("stays positive where bands reach 0 or below", () => {
    const { domain } = verticalScale([1, 1000], [-5, 0], [0, 1e9]);
    expect(domain[0]).toBeGreaterThan(0);
    expect(domain[1]).toBeLessThan(1e5);
  });

  it("leaves rounding errors below a logarithmic axis, and nothing else", () => {
    const errors = [4e-16, 7e-16, 0.002, 0.01, 0.3];
    expect(verticalScale(errors, [], []).domain[0]).toBeGreaterThan(1e-3);
    expect(verticalScale([4e-16, 0.02, 0.3], [], []).type).toBe("linear");
    const decades = Array.from({ length: 20 }, (_, i) => 10 ** -i);
    expect(verticalScale(decades, [], []).domain[0]).toBeLessThan(1e-19);
    expect(verticalScale([1e-40, 1e-3, 1], [], []).domain[0]).toBeLessThan(1e-40);
  });

  it("holds every central value and standard error, and marks some of them", () => {
    const { domain, ticks } = verticalScale([-0.3, 0.2], [-0.6, 0.5], [-100, 100]);
    expect(domain[0]).toBeLessThanOrEqual(-0.6);
    expect(domain[1]).toBeGreaterThanOrEqual(0.5);
    expect(domain[1]).toBeLessThan(2);
    expect(ticks).toEqual([-1, -0.5, 0, 0.5, 1]);
  });

  it.each([
    [[]],
    [[5]],
    [[0, 0]],
    [[Number.POSITIVE_INFINITY, Number.NaN]],
    [[1e-300, 1e300]],
    [[Number.NEGATIVE_INFINITY, 3]],
  ])("is finite and ascending for %j", (values) => {
    const { domain, ticks } = verticalScale(values, [], []);
    expect(domain[0]).toBeLessThan(domain[1]);
    expect([...domain, ...ticks].every(Number.isFinite)).toBe(true);
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks.length).toBeLessThan(13);
  });
});

it.each([
  [1, 1, [1]],
  [1, 5, [1, 2, 3, 4, 5]],
  [1, 100, [1, 20, 40, 60, 80, 100]],
  [1, 2500, [1, 500, 1000, 1500, 2000, 2500]],
])("marks generations %d to %d", (first, last, ticks) => expect(generationTicks(first, last)).toEqual(ticks));

it("labels ticks as short as they are exact", () => {
  expect([0.5, -2, 1e-8, 2e7, 0].map(tickLabel)).toEqual(["0.5", "−2", "1e−8", "2e7", "0"]);
});
