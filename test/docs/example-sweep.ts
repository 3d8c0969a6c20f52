import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { tablesOf } from "../../src/export/warehouses/tables.ts";
import type { WarehouseTable } from "../../src/export/warehouses/warehouse.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { planOf } from "../../src/spec/plan-of.ts";

const path = "examples/gerstgrasser/figure-7.yaml";

/** The sweep that the pages use as their example: the first one of `npm start`. */
export const examplePlan: Plan = planOf(
  parseSpec(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url))), path),
);

export const exampleTables: readonly WarehouseTable[] = tablesOf(examplePlan);
