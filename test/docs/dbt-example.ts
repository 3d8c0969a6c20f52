import { stringify } from "yaml";
import type { ColumnSchema } from "../../src/storage/dataset/schema.ts";
import { description } from "../../src/export/warehouses/warehouse.ts";
import { exampleTables } from "./example-sweep.ts";

/** docs/warehouses/dbt/models/staging/schema.yml: the four tables as sources, and the staging models with their tests. */
export function dbtSchema(): string {
  const sources = {
    name: "ouroboros",
    description: "Datasets of sweeps, loaded as docs/warehouses describes",
    tables: exampleTables.map(({ schema, columns }) => ({
      name: schema.name,
      description: schema.meaning,
      columns: columns.map((column) => ({ name: column.name, ...aboutColumn(column) })),
    })),
  };
  const models = exampleTables
    .filter(({ schema }) => schema.name === "generations" || schema.name === "cells")
    .map(({ schema }) => ({
      name: `stg_ouroboros__${schema.name}`,
      description: schema.meaning,
      data_tests: [{ unique_together: { arguments: { columns: schema.key } } }],
      columns: schema.key.map((name) => ({ name, data_tests: ["not_null"] })),
    }));
  return `# Generated from src/storage/dataset/schema.ts by \`npm run docs\`.\n${stringify({ version: 2, sources: [sources], models }, { lineWidth: 0 })}`;
}

function aboutColumn(column: ColumnSchema): Record<string, unknown> {
  return { description: description(column), ...(column.nulls ? {} : { data_tests: ["not_null"] }) };
}
