import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { publishDataset } from "../../../src/storage/dataset/publish.ts";
import { queryDataset } from "../../../src/storage/dataset/query.ts";
import { fileStore } from "../../../src/storage/file.ts";
import { advanceSample, metrics, samplePlan } from "../samples.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-zeros-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("keeps 0 and -0 apart in a column of few values, as a dictionary would not", async () => {
  const store = fileStore(folder);
  const plan = samplePlan({ generations: 400 });
  const zero = (row: number): number => [0, -0, 1, -1][row % 4] ?? 0;
  for (let cohort = 0; cohort < 9; cohort++)
    await advanceSample(store, plan, cohort, [400], ({ metrics: [, values] }) => {
      values?.forEach((_, row) => {
        values[row] = zero(row);
      });
    });
  await publishDataset(store, plan, { metricsOf: () => metrics });
  const { rows } = await queryDataset(
    store,
    plan.sweepId,
    "SELECT abs(metric_status), signbit(metric_status), count(*) FROM generations GROUP BY ALL ORDER BY ALL",
  );
  expect(rows).toEqual([
    [0, false, 1500],
    [0, true, 1500],
    [1, false, 1500],
    [1, true, 1500],
  ]);
});
