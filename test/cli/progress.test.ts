import { expect, it } from "vitest";
import type { SweepProgressReport } from "../../src/client/sweep-client.ts";
import { type Look, progressLine } from "../../src/cli/progress.ts";

const planned: SweepProgressReport = {
  ...{ state: "running", chains: 4000, generations: 400_000, atMost: false },
  done: { chains: 0, failed: 0, generations: 0 },
};

/** Looks at a second's distance, a thirtieth of all generations each, as many chains of which have ended. */
function looks(more: Partial<SweepProgressReport> = {}, perSecond = 50_000): Look[] {
  return [0, 1, 2].map((seconds) => ({
    at: 1000 * seconds,
    report: {
      ...planned,
      done: { chains: 500 * seconds, failed: 0, generations: perSecond * seconds },
      ...more,
    },
  }));
}

it("says what share is done, and how long the rest will take", () => {
  expect(progressLine("a-1", looks())).toMatch(
    /^running  25\.0 %  1,000 of 4,000 chains, 50,000 generations\/s, about 6 s left/,
  );
});

it("goes by chains where they end before their last generation", () => {
  // At 50 generations a second the 400,000 that were planned would take two hours.
  expect(progressLine("a-1", looks({}, 50))).toMatch(
    /^running  25\.0 %  1,000 of 4,000 chains, 50 generations\/s, about 6 s left/,
  );
});

it("promises nothing where values decide how many chains there are", () => {
  expect(progressLine("a-1", looks({ atMost: true }))).toBe(
    "running  1,000 of at most 4,000 chains, 50,000 generations/s",
  );
});

it("says how a paused sweep goes on", () => {
  expect(progressLine("a-1", looks({ state: "paused" }))).toBe(
    "paused  25.0 %  1,000 of 4,000 chains; go on with: ouro resume a-1",
  );
});

it("knows no rate from one look", () => {
  expect(progressLine("a-1", looks().slice(0, 1))).toBe("running   0.0 %  0 of 4,000 chains");
});
