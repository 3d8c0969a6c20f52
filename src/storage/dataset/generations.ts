import type { Plan } from "../../spec/plan.ts";
import { metricPrefix } from "../part-facts.ts";
import { cellColumns } from "./cell-facts.ts";
import { type DatasetColumns, parameterText, quoted, text } from "./columns.ts";

/** A part as a file of `generations` takes it. */
export interface SelectedPart {
  readonly path: string;
  /** Index of its cell in the plan: parts do not say. */
  readonly cell: number;
  /** Generations in it and those that are wanted, from the first to the last, both included. */
  readonly holds: readonly [from: number, to: number];
  readonly wanted: readonly [from: number, to: number];
  /** Names of its metrics. */
  readonly metrics: readonly string[];
}

/**
 * The SELECT of a file of `generations`, sorted by (cell, replicate, generation). Rows stand so in every part; where
 * each cohort has one part they only follow each other, and nothing is sorted.
 *
 * @param parts in order of (cell, replicate, generation); none gives no rows. A metric that one does not have is null in its
 * rows: it is another family's, or came with a later version
 * @param interleaved whether some cohort has several parts
 */
export function generationsSelect(
  plan: Plan,
  columns: DatasetColumns,
  parts: readonly SelectedPart[],
  interleaved: boolean,
): string {
  const held = new Set(parts.flatMap((part) => part.metrics));
  const even = parts.every((part) => part.metrics.length === held.size);
  const metrics = columns.metrics.map(({ metric, column }) => {
    const source = held.has(metric) ? `p.${quoted(metricPrefix + metric)}` : "NULL::DOUBLE";
    return `${source} AS ${quoted(column)}`;
  });
  if (parts.length === 0) return `${emptySelect(plan, columns)} WHERE false`;
  const cells = [...new Set(parts.map(({ cell }) => cell))];
  const places = new Map(cells.map((cell, index) => [cell, index + 1]));
  const ofCell = (name: string, type: string, value: (cell: number) => string | null): string =>
    `${lookup(cells.map(value), type, "p.place")} AS ${name}`;
  const facts = [
    ofCell("cell_id", "VARCHAR", (cell) => plan.cells[cell]?.id ?? null),
    ofCell("family", "VARCHAR", (cell) => plan.cells[cell]?.family ?? null),
    ofCell("regime", "VARCHAR", (cell) => plan.cells[cell]?.regime ?? null),
    ...columns.parameters.map((column) =>
      ofCell(quoted(column.column), column.type, (cell) =>
        parameterText(column, plan.cells[cell]?.[column.of][column.parameter]),
      ),
    ),
  ];
  const file = "(file_index + 1)::BIGINT";
  const place = lookup(
    parts.map(({ cell }) => String(places.get(cell))),
    "INTEGER",
    file,
  );
  const bound = (end: 0 | 1): string =>
    lookup(
      parts.map(({ wanted }) => String(wanted[end])),
      "INTEGER",
      file,
    );
  const whole = parts.every(({ holds, wanted }) => wanted[0] <= holds[0] && wanted[1] >= holds[1]);
  const cut = whole ? "" : `WHERE generation BETWEEN ${bound(0)} AND ${bound(1)}`;
  const paths = parts.map(({ path }) => text(path)).join(", ");
  const read = `read_parquet([${paths}]${even ? "" : ", union_by_name = true"})`;
  return `
    SELECT ${constant(text(plan.sweepId), "VARCHAR")} AS sweep_id, cell_id,
      concat(cell_id, '-', p.replicate) AS chain_id, ${names(columns)},
      p.replicate::BIGINT AS replicate, p.generation::BIGINT AS generation,
      p.training_size::BIGINT AS training_size, p.real_share, ${[...metrics, "p.status"].join(", ")}
    FROM (SELECT p.*, ${facts.join(", ")}
      FROM (SELECT *, ${place} AS place FROM ${read} ${cut}) p) p
    ${interleaved ? "ORDER BY p.place, p.replicate, p.generation" : ""}`;
}

/**
 * Folder of a partition below the table's. Its keys have names of their own, since family and regime are columns of the
 * files: pandas and pyarrow refuse a key that is a column as well, and BigQuery and Glue have no place for both.
 */
export function partitionPath(family: string, regime: string): string {
  return `by_family=${encodeURIComponent(family)}/by_regime=${encodeURIComponent(regime)}/`;
}

/** The 1-based `place` of a list; of numbers in their shortest text, which reads back to the same bits. */
function lookup(values: readonly (string | null)[], type: string, place: string): string {
  const [first] = values;
  const all = values.map((value) => (value === null ? "NULL" : text(value)));
  if (first !== undefined && values.every((value) => value === first))
    return constant(all[0] ?? "NULL", type);
  return `(([${all.join(", ")}])::${type}[])[${place}]`;
}

/**
 * A column of one value. Where that is a text it is an ENUM of one: written as any other text, in a dictionary and with
 * statistics, but without a look at each row.
 */
function constant(value: string, type: string): string {
  return `${value}::${type === "VARCHAR" && value !== "NULL" ? `ENUM(${value})` : type}`;
}

function names(columns: DatasetColumns): string {
  return ["family", "regime", ...columns.parameters.map(({ column }) => `p.${quoted(column)}`)].join(", ");
}

function emptySelect(plan: Plan, columns: DatasetColumns): string {
  const metrics = columns.metrics.map(({ column }) => `NULL::DOUBLE AS ${quoted(column)}`);
  return `
    SELECT ${text(plan.sweepId)} AS sweep_id, c.cell_id, '' AS chain_id, ${cellColumns(columns)},
      0::BIGINT AS replicate, 0::BIGINT AS generation, 0::BIGINT AS training_size, 0::DOUBLE AS real_share,
      ${[...metrics, "'' AS status"].join(", ")}
    FROM cell_facts c`;
}
