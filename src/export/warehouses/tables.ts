import { familyNamed, metricNames } from "../../core/families/registry.ts";
import type { Plan } from "../../spec/plan.ts";
import { datasetColumns } from "../../storage/dataset/columns.ts";
import { columnsOf, tableSchemas } from "../../storage/dataset/schema.ts";
import type { WarehouseTable } from "./warehouse.ts";

/** The four tables with the columns that a sweep's dataset has. */
export function tablesOf(plan: Plan): WarehouseTable[] {
  const families = [...new Set(plan.cells.map((cell) => cell.family))];
  const brought = datasetColumns(plan, metricNames);
  return tableSchemas.map((schema) => ({
    schema,
    columns: columnsOf(schema, brought, families.map(familyNamed)),
  }));
}
