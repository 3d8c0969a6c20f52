import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { begunAnew, type Mark, marked, thinned, together } from "../../workflows/marks.ts";

/** Work that grows, in marks of ever later times. */
const pasts: fc.Arbitrary<readonly Mark[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.nat(1000), fc.nat(9)), {
    minLength: 1,
    maxLength: 60,
  })
  .map((steps) => {
    let [at, generations, seconds] = [0, 0, 0];
    return steps.map(
      ([time, made, more]) => [(at += time), (generations += made), (seconds += more)] as const,
    );
  });

function at(past: readonly Mark[], time: number): number {
  return (past.findLast((mark) => mark[0] <= time) ?? past[0])?.[1] ?? 0;
}

describe("the past of a piece of work", () => {
  it("stays short, whatever happened, with its first and its last mark", () => {
    fc.assert(
      fc.property(pasts, (marks) => {
        const past = marks.reduce<readonly Mark[]>(marked, []);
        expect(past.length).toBeLessThanOrEqual(16);
        expect(past[0]).toEqual(marks[0]);
        expect(past.at(-1)).toEqual(marks.at(-1));
        expect(JSON.stringify(past).length).toBeLessThan(1000);
      }),
      { seed: 1 },
    );
  });

  it("has its marks spread over the time", () => {
    const past = Array.from({ length: 1000 }, (_, i): Mark => [i, i, 0]).reduce<readonly Mark[]>(marked, []);
    for (const [i, [time]] of past.slice(1).entries()) expect(time - (past[i]?.[0] ?? 0)).toBeLessThan(250);
  });

  it("has one mark of a time, the last", () => {
    expect(marked([[5, 0, 1]], [5, 1, 7])).toEqual([[5, 1, 7]]);
  });

  it("begins anew where the clock was set back", () => {
    expect(marked([[5, 0, 1], [6, 1, 7]], [2, 8, 9])).toEqual([[2, 8, 9]]); // biome-ignore format: marks
  });

  it("begins anew where it stands", () => {
    expect(begunAnew([[5, 0, 1], [6, 1, 7]], 90)).toEqual([[90, 1, 7]]); // biome-ignore format: marks
    expect(begunAnew([], 90)).toEqual([]);
  });
});

it("sums pieces: each stands where it was found before it begins, and where it ended after", () => {
  fc.assert(
    fc.property(fc.array(pasts, { maxLength: 4 }), (pieces) => {
      const sum = together(pieces);
      expect(thinned(sum).length).toBeLessThanOrEqual(16);
      for (const [time, generations] of sum)
        expect(generations).toBe(pieces.reduce((all, past) => all + at(past, time), 0));
      expect(together([sum, []])).toEqual(sum);
    }),
    { seed: 2 },
  );
});
