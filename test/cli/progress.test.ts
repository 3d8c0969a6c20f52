import { expect, it } from "vitest";
import type { SweepProgressReport } from "../../src/client/sweep-client.ts";
import { progressLine } from "../../src/cli/progress.ts";

const report: SweepProgressReport = {
  ...{ state: "running", chains: 4000, generations: 400_000, atMost: false },
  done: { chains: 1000, failed: 0, generations: 100_000 },
};
const samples = [0, 1000, 2000].map((at) => ({ at, generations: 50 * at }));

it("says what share is done, and how long the rest will take", () => {
  expect(progressLine(report, samples)).toMatch(
    /^running  25\.0 %  1,000 of 4,000 chains, 50,000 generations\/s, about 6 s left/,
  );
});

it("promises nothing where values decide how many chains there are", () => {
  expect(progressLine({ ...report, atMost: true }, samples)).toBe(
    "running  1,000 of at most 4,000 chains, 50,000 generations/s",
  );
});
