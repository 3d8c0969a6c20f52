import { describe, expect, it } from "vitest";
import { paceOf } from "../../src/cli/pace.ts";

const samples = (...generations: number[]): { at: number; done: number }[] =>
  generations.map((done, i) => ({ at: 500 * i, done }));

describe("the pace of a sweep", () => {
  it("is exact where it is steady", () => {
    const { rate, left } = paceOf(samples(0, 10, 20, 30, 40), 100);
    expect(rate).toBe(20);
    expect(left).toEqual({ expected: 5, least: 5, most: 5 });
  });

  it("has a wide interval where it is not", () => {
    const { left } = paceOf(samples(0, 0, 40, 40, 40, 80, 80), 80);
    expect(left?.expected).toBe(3);
    expect(left?.least).toBeLessThan(2.5);
    expect(left?.most).toBeGreaterThan(4);
  });

  it("promises nothing where nothing moves or little was seen", () => {
    expect(paceOf([], 10)).toEqual({ rate: 0 });
    expect(paceOf(samples(5), 10)).toEqual({ rate: 0 });
    expect(paceOf(samples(5, 5, 5), 10)).toEqual({ rate: 0 });
    expect(paceOf(samples(0, 30, 30, 30, 30, 30, 30), 10).left?.most).toBe(Number.POSITIVE_INFINITY);
  });
});
