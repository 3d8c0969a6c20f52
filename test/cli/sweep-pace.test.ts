import { describe, expect, it } from "vitest";
import { describePace, paceOfSweep } from "../../src/cli/sweep-pace.ts";
import type { SweepProgressReport } from "../../src/client/sweep-progress.ts";
import type { Mark } from "../../workflows/marks.ts";

/** A sweep of 400,000 generations, expected to take 80 s, that says `past` of itself. */
function report(past: readonly Mark[], more: Partial<SweepProgressReport> = {}): SweepProgressReport {
  const done = { chains: 0, failed: 0, generations: past.at(-1)?.[1] ?? 0 };
  const planned = { chains: 4000, generations: 400_000, seconds: 80, atMost: false };
  return { state: "running", ...planned, done, past, ...more };
}

/** As if it were computed by two cores. */
const steady: readonly Mark[] = [0, 1, 2, 3].map((second) => [1000 * second, 10_000 * second, 2 * second]);

describe("the pace of a sweep", () => {
  it("is what was made in the time, and goes down while nothing comes", () => {
    const { generationsPerSecond, secondsLeft } = paceOfSweep(report(steady), 3000);
    expect(generationsPerSecond).toBe(10_000);
    for (const seconds of Object.values(secondsLeft ?? {})) expect(seconds).toBeCloseTo(37, 9);
    expect(paceOfSweep(report(steady), 6000).generationsPerSecond).toBe(5000);
    // The other machine's clock is late.
    expect(paceOfSweep(report(steady), -90_000).generationsPerSecond).toBe(10_000);
  });

  it("counts nothing that was there before", () => {
    const resumed = steady.map(([at, made, worked]): Mark => [at, made + 300_000, worked + 60]);
    const { generationsPerSecond, secondsLeft } = paceOfSweep(report(resumed), 3000);
    expect(generationsPerSecond).toBe(10_000);
    expect(secondsLeft?.expected).toBeCloseTo(7, 9);
  });

  it("is that of the last third of a long time", () => {
    const hour = 3_600_000;
    const faster = [0, 1, 2, 3].map((i): Mark => [i * hour, i < 3 ? 36_000 * i : 180_000, i]);
    expect(paceOfSweep(report(faster), 3 * hour).generationsPerSecond).toBe(108_000 / 3600);
  });

  it("tells the time left by what work was expected to take, not by how many generations it has", () => {
    const expensiveLast = steady.map(([at, made, worked]): Mark => [at, 10 * made, worked]);
    const { generationsPerSecond, secondsLeft } = paceOfSweep(report(expensiveLast), 3000);
    expect(generationsPerSecond).toBe(100_000);
    expect(secondsLeft?.expected).toBeCloseTo(37, 9);
    expect(paceOfSweep(report(steady, { seconds: undefined }), 3000).secondsLeft).toBeNull();
  });

  it("is not known of what has just begun, stands still, or says nothing", () => {
    const unknown = { generationsPerSecond: null, secondsLeft: null };
    expect(paceOfSweep(report([]), 3000)).toEqual(unknown);
    expect(paceOfSweep(report(steady.slice(0, 1)), 3000)).toEqual(unknown);
    expect(paceOfSweep(report(steady, { state: "paused" }), 3000)).toEqual(unknown);
    expect(describePace(unknown)).toBe("");
  });

  it("promises no end where values decide how many chains there are", () => {
    const { generationsPerSecond, secondsLeft } = paceOfSweep(report(steady, { atMost: true }), 3000);
    expect([generationsPerSecond, secondsLeft]).toEqual([10_000, null]);
  });

  it("is told with its interval", () => {
    expect(
      describePace({ generationsPerSecond: 1234.5, secondsLeft: { expected: 30, least: 20, most: 40 } }),
    ).toBe(", 1,235 generations/s, about 30 s left (20 s–40 s)");
    const endless = { expected: 30, least: 20, most: Number.POSITIVE_INFINITY };
    expect(describePace({ generationsPerSecond: 1, secondsLeft: endless })).toMatch(/\(20 s or more\)$/);
  });

  it("gives no fractions of the last second", () => {
    const secondsLeft = { expected: 3.1e-16, least: 1.9e-16, most: 9.3e-16 };
    expect(describePace({ generationsPerSecond: 1234.5, secondsLeft })).toBe(
      ", 1,235 generations/s, less than 1 s left",
    );
  });
});
