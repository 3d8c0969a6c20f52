import { expect, it } from "vitest";
import { cohortAt, cohortCount } from "../../../src/spec/cohorts.ts";
import type { CohortFacts, NewRows } from "../../../src/storage/dataset/cohort-facts.ts";
import { fileBytes, packed, smallFile } from "../../../src/storage/dataset/packing.ts";
import { noOutcomes } from "../../../src/storage/outcomes.ts";
import { sampleCell, samplePlan } from "../samples.ts";

const mebibyte = 2 ** 20;

/** A sweep whose cells take turns with two regimes, and all of its rows. */
function sweep(cells: number, replicates: number, generations: number) {
  const plan = samplePlan({
    ...{ replicates, generations, cuts: [[Math.ceil(replicates / 2), replicates]] },
    cells: Array.from({ length: cells }, (_, index) =>
      sampleCell(String(index), { regime: index % 3 ? "replace" : "accumulate" }),
    ),
  });
  const rows = Array.from({ length: cohortCount(plan) }, (_, cohort): NewRows => {
    const { cell, slice } = cohortAt(plan, cohort);
    const facts = { cohort, cell, generation: generations, outcomes: noOutcomes(slice.count) } as CohortFacts;
    return { facts, from: 1, to: generations };
  });
  return { plan, rows };
}

const rowsIn = (items: readonly NewRows[]): number =>
  items.reduce((sum, { facts, from, to }) => sum + (to - from + 1) * facts.outcomes.outcome.length, 0);

it.each([
  [40, 512, 200, 50],
  [40, 512, 2000, 50],
  [7, 1000, 1000, 120],
  [1200, 64, 500, 37],
])(
  "%i cells of %i chains and %i generations become files of 64 to 512 MiB",
  (cells, replicates, generations, bytes) => {
    const { plan, rows } = sweep(cells, replicates, generations);
    const files = packed(plan, rows, () => bytes, fileBytes);
    for (const file of files) {
      const size = rowsIn(file.rows) * bytes;
      const partition = rowsIn(
        files.filter(({ regime }) => regime === file.regime).flatMap((one) => one.rows),
      );
      expect(size).toBeLessThanOrEqual(512 * mebibyte);
      expect(size).toBeGreaterThanOrEqual(Math.min(64 * mebibyte, partition * bytes));
      for (const { facts } of file.rows) expect(plan.cells[facts.cell]?.regime).toBe(file.regime);
    }
    const all = files.flatMap((file) => file.rows.map(({ facts }) => facts.cohort));
    expect(all.toSorted((a, b) => a - b)).toEqual(rows.map(({ facts }) => facts.cohort));
    expect(
      files
        .flatMap(({ rows: some }) =>
          some.map(({ facts }, i) => facts.cohort - (some[i - 1]?.facts.cohort ?? -1)),
        )
        .every((step) => step > 0),
    ).toBe(true);
  },
);

it("files below 64 MiB are those that are made anew together", () => {
  expect(smallFile).toBe(64 * mebibyte);
});
