import type { DuckDBConnection } from "@duckdb/node-api";
import { filledParameters } from "../../core/families/filled.ts";
import type { Plan } from "../../spec/plan.ts";
import { type DatasetColumns, parameterCell, quoted } from "./columns.ts";

/** Columns that every table with cells starts with, from `cell_facts c`. */
export function cellColumns(columns: DatasetColumns): string {
  return ["c.family", "c.regime", ...columns.parameters.map(({ column }) => `c.${quoted(column)}`)].join(
    ", ",
  );
}

/** Fills `cell_facts`: cell (index in the plan), cell_id, family, regime and the parameters of every cell. */
export async function createCellFacts(
  connection: DuckDBConnection,
  plan: Plan,
  columns: DatasetColumns,
): Promise<void> {
  const parameters = columns.parameters.map(({ column, type }) => `, ${quoted(column)} ${type}`).join("");
  await connection.run(
    `CREATE TABLE cell_facts (cell INTEGER, cell_id VARCHAR, family VARCHAR, regime VARCHAR${parameters})`,
  );
  const appender = await connection.createAppender("cell_facts");
  for (const [index, cell] of plan.cells.entries()) {
    appender.appendInteger(index);
    appender.appendVarchar(cell.id);
    appender.appendVarchar(cell.family);
    appender.appendVarchar(cell.regime);
    const values = { parameters: filledParameters(cell), regimeParameters: cell.regimeParameters };
    for (const column of columns.parameters) {
      const value = parameterCell(column, values[column.of][column.parameter]);
      if (value === null) appender.appendNull();
      else if (typeof value === "number") appender.appendDouble(value);
      else if (typeof value === "boolean") appender.appendBoolean(value);
      else appender.appendVarchar(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}
