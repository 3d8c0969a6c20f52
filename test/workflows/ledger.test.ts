import { expect, it } from "vitest";
import { Ledger } from "../../workflows/ledger.ts";

const done = (
  chains: number,
  generations: number,
): { chains: number; failed: number; generations: number } => ({
  chains,
  failed: 0,
  generations,
});

it("counts what was there before, what is under way and what has ended, each once", () => {
  const ledger = new Ledger();
  // Two cohorts are left of three; one of them was begun before.
  const work = [[400, 100, 8], [400, 0, 8]] as const; // biome-ignore format: a cohort a pair of brackets
  ledger.open([3, 7], work, 2);
  ledger.mark(1000, done(10, 100));
  expect(ledger.report(done(10, 100))).toEqual({ ...done(10, 200), past: [[1000, 200, 4]] });
  ledger.advanced(7, 200);
  ledger.mark(2000, done(10, 100));
  ledger.ended(3);
  ledger.mark(3000, done(14, 500));
  expect(ledger.report(done(14, 500))).toEqual({
    ...done(14, 700),
    past: [[1000, 200, 4], [2000, 400, 8], [3000, 700, 14]], // biome-ignore format: marks
  });
  ledger.goesOn(90_000);
  expect(ledger.report(done(14, 500)).past).toEqual([[90_000, 700, 14]]);
});

it("takes no note of a cohort that has ended, however late it is told of it", () => {
  const ledger = new Ledger();
  ledger.open([3], [[400, 0, 8]]);
  ledger.ended(3);
  ledger.advanced(3, 350);
  expect(ledger.report(done(4, 400)).generations).toBe(400);
});

it("needs no word of what work was expected to be", () => {
  const ledger = new Ledger();
  ledger.open([3]);
  ledger.advanced(3, 350);
  ledger.mark(5, done(0, 0));
  expect(ledger.report(done(0, 0))).toEqual({ ...done(0, 350), past: [[5, 350, 0]] });
});
