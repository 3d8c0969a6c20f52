import { expect, it } from "vitest";
import type { SweepProgressReport } from "../../src/client/sweep-progress.ts";
import { progressLine } from "../../src/cli/progress.ts";

/** A quarter of a sweep's chains in two seconds. */
function report(more: Partial<SweepProgressReport> = {}): SweepProgressReport {
  return {
    ...{ state: "running", chains: 4000, generations: 400_000, seconds: 80, atMost: false },
    done: { chains: 1000, failed: 0, generations: 100_000 },
    past: [0, 1, 2].map((second) => [1000 * second, 50_000 * second, 10 * second]),
    ...more,
  };
}

it("says what share is done, and how long the rest will take", () => {
  expect(progressLine("a-1", report(), 2000)).toMatch(
    /^running  25\.0 %  1,000 of 4,000 chains, 50,000 generations\/s, about 6 s left/,
  );
});

it("promises nothing where values decide how many chains there are", () => {
  expect(progressLine("a-1", report({ atMost: true }), 2000)).toBe(
    "running  1,000 of at most 4,000 chains, 50,000 generations/s",
  );
});

it("says how a paused sweep goes on", () => {
  expect(progressLine("a-1", report({ state: "paused" }), 2000)).toBe(
    "paused  25.0 %  1,000 of 4,000 chains; go on with: ouro resume a-1",
  );
});

it("knows no rate of a sweep that has just begun", () => {
  const done = { chains: 0, failed: 0, generations: 0 };
  expect(progressLine("a-1", report({ done, past: [[0, 0, 0]] }), 2000)).toBe(
    "running   0.0 %  0 of 4,000 chains",
  );
});
