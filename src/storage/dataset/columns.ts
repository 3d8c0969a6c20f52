import type { ParameterValue } from "../../core/cell.ts";
import type { Plan } from "../../spec/plan.ts";
import { fixedColumns } from "./fixed-columns.ts";

/** A parameter as a column of the dataset. */
export interface ParameterColumn {
  readonly column: string;
  readonly of: "parameters" | "regimeParameters";
  readonly parameter: string;
  readonly type: "DOUBLE" | "VARCHAR" | "BOOLEAN";
}

/** A metric as a column of `generations`; undefined families leave it null. */
export interface MetricColumn {
  readonly column: string;
  readonly metric: string;
}

/** The columns that a sweep's tables have beside the fixed ones: the same in every file of a table. */
export interface DatasetColumns {
  readonly parameters: readonly ParameterColumn[];
  readonly metrics: readonly MetricColumn[];
}

/**
 * Columns of a plan: parameters of families and regimes, then metrics, each the union over its cells in order of first
 * use. A number is a DOUBLE whether or not it is whole here, so that a column has one type in all sweeps; a list, or a
 * parameter that is of several types, is JSON text. A parameter whose name is taken gets the prefix `regime_` (by a
 * family's parameter, when it is a regime's) or `param_`, a metric `metric_`.
 */
export function datasetColumns(plan: Plan, metricsOf: (family: string) => readonly string[]): DatasetColumns {
  const families = [...new Set(plan.cells.map((cell) => cell.family))];
  const names = [...new Set(families.flatMap((family) => [...metricsOf(family)]))];
  const taken = new Set(fixedColumns);
  const metrics = names.map((metric) => ({ metric, column: free(taken, metric, "metric_") }));
  const parameters: ParameterColumn[] = [];
  for (const of of ["parameters", "regimeParameters"] as const) {
    const types = new Map<string, ParameterColumn["type"]>();
    for (const cell of plan.cells)
      for (const [parameter, value] of Object.entries(cell[of])) {
        const type = typeOf(value);
        types.set(parameter, (types.get(parameter) ?? type) === type ? type : "VARCHAR");
      }
    for (const [parameter, type] of types) {
      const isFamilys = parameters.some((known) => known.parameter === parameter);
      const prefix = isFamilys ? "regime_" : "param_";
      parameters.push({ of, parameter, type, column: free(taken, parameter, prefix) });
    }
  }
  return { parameters, metrics };
}

/** What a cell holds in a parameter's column. */
export function parameterCell(
  column: ParameterColumn,
  value: ParameterValue | undefined,
): number | string | boolean | null {
  if (value === undefined) return null;
  if (typeof value === "string") return value;
  if (column.type === "VARCHAR" || typeof value === "object") return JSON.stringify(value);
  return value;
}

/** {@link parameterCell} as text that SQL casts to the column's type, to the same bits. */
export function parameterText(column: ParameterColumn, value: ParameterValue | undefined): string | null {
  const cell = parameterCell(column, value);
  return Object.is(cell, -0) ? "-0" : cell === null ? null : String(cell);
}

/** A name as SQL takes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL takes it. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function typeOf(value: ParameterValue): ParameterColumn["type"] {
  if (typeof value === "number") return "DOUBLE";
  return typeof value === "boolean" ? "BOOLEAN" : "VARCHAR";
}

/** SQL does not tell upper case from lower. */
function free(taken: Set<string>, name: string, prefix: string): string {
  let column = name;
  while (taken.has(column.toLowerCase())) column = prefix + column;
  taken.add(column.toLowerCase());
  return column;
}
