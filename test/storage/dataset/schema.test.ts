import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { familyNames, familyNamed } from "../../../src/core/families/registry.ts";
import { datasetColumns } from "../../../src/storage/dataset/columns.ts";
import { publishDataset } from "../../../src/storage/dataset/publish.ts";
import { queryDataset } from "../../../src/storage/dataset/query.ts";
import { columnsOf, tableSchemas } from "../../../src/storage/dataset/schema.ts";
import { fileStore } from "../../../src/storage/file.ts";
import type { Store } from "../../../src/storage/store.ts";
import { advanceSample, metrics, sampleCell, samplePlan } from "../samples.ts";

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-schema-"));
  store = fileStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const plan = samplePlan({
  cells: [
    sampleCell("a", { parameters: { samples: 10, name: "a", flag: true }, regimeParameters: { window: 5 } }),
    sampleCell("b", { regime: "accumulate" }),
  ],
});
const metricsOf = (): readonly string[] => metrics;

describe.each(tableSchemas)("the schema of $name", (schema) => {
  it("is what published files have, whether or not anything was committed", async () => {
    for (const committed of [0, 3]) {
      for (let cohort = 0; cohort < committed; cohort++) await advanceSample(store, plan, cohort, [8]);
      await publishDataset(store, plan, { metricsOf });
      const { columns } = await queryDataset(store, plan.sweepId, `SELECT * FROM ${schema.name}`);
      const expected = columnsOf(schema, datasetColumns(plan, metricsOf));
      expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual(
        expected.map(({ name, type }) => `${name} ${type}`),
      );
    }
  });

  it("has a key that tells its rows apart, and says rightly what is never null", async () => {
    for (let cohort = 0; cohort < 3; cohort++) await advanceSample(store, plan, cohort, [8]);
    await publishDataset(store, plan, {
      metricsOf,
      theory: () => [
        { kind: "lower", value: 1, source: "a paper" },
        { kind: "lower", value: 2, source: "a paper" },
      ],
    });
    const key = schema.key.join(", ");
    const never = columnsOf(schema, datasetColumns(plan, metricsOf)).filter(
      ({ nulls }) => nulls === undefined,
    );
    expect(never.map(({ name }) => name)).toEqual(expect.arrayContaining([...schema.key]));
    const { rows } = await queryDataset(
      store,
      plan.sweepId,
      `SELECT count(*), count(DISTINCT (${key})), ${never.map(({ name }) => `count("${name}")`).join(", ")} FROM ${schema.name}`,
    );
    expect(new Set(rows[0]).size).toBe(1);
  });
});

it("has a unit for every number, and a meaning in lower case without a full stop", () => {
  const families = familyNames.map(familyNamed);
  const brought = {
    parameters: [],
    metrics: families.flatMap((family) => family.metrics.map(({ name }) => ({ column: name, metric: name }))),
  };
  for (const column of tableSchemas.flatMap((schema) => columnsOf(schema, brought, families))) {
    expect(/BIGINT|DOUBLE/.test(column.type), column.name).toBe(column.unit !== undefined);
    expect(column.meaning, column.name).toMatch(/[^.]$/);
  }
});
