import type { DuckDBConnection } from "@duckdb/node-api";
import type { Prediction, Theorem } from "../../core/theory/prediction.ts";
import type { Plan } from "../../spec/plan.ts";
import { cellColumns } from "./cell-facts.ts";
import { type DatasetColumns, quoted, text } from "./columns.ts";
import { compare } from "./verdict.ts";

/** Beyond this magnitude a square overflows: such a cell has no standard deviation. */
const largestSquarable = 1e150;

const statistics = ["mean", "sd", "se", "q05", "q25", "q50", "q75", "q95"] as const;

/** Makes the table that {@link summariseCells} fills. */
export async function createCellSummaries(connection: DuckDBConnection): Promise<void> {
  const numbers = statistics.map((name) => `${name} DOUBLE`).join(", ");
  await connection.run(`CREATE TABLE cell_summaries (cell INTEGER, metric VARCHAR, generation INTEGER, n INTEGER, ${numbers},
    theory_value DOUBLE, theory_kind VARCHAR, theory_source VARCHAR, theory_slack DOUBLE, theory_sd DOUBLE,
    ratio DOUBLE, z DOUBLE, verdict VARCHAR, prediction INTEGER)`);
}

/**
 * Summarises some whole cells over replicates and compares them with theory: a row a (cell, metric, generation,
 * prediction), one without theory where it is silent. n counts chains with a value; null where n is too small.
 * Quantiles interpolate linearly between order statistics (type 7 of Hyndman and Fan). One thread reads rows in order,
 * so that sums are rounded the same way every time.
 *
 * @param paths local files of `generations` that hold these cells and no others
 */
export async function summariseCells(
  connection: DuckDBConnection,
  plan: Plan,
  columns: DatasetColumns,
  familyMetrics: readonly string[],
  paths: readonly string[],
  generations: readonly number[],
  theory: Theorem | undefined,
): Promise<void> {
  const wanted = columns.metrics.filter(({ metric }) => familyMetrics.includes(metric));
  for (const { metric, column } of wanted) {
    const value = `g.${quoted(column)}`;
    const reader = await connection.runAndReadAll(`
      SELECT cell, generation, n, CASE WHEN isfinite(mean) OR isinf(mean) THEN mean END,
        sd, sd / sqrt(n), q[1], q[2], q[3], q[4], q[5]
      FROM (
        SELECT c.cell, g.generation, count(${value})::DOUBLE AS n, avg(${value}) AS mean,
          CASE WHEN coalesce(bool_and(abs(${value}) < ${largestSquarable}), false)
            THEN stddev_samp(${value}) FILTER (abs(${value}) < ${largestSquarable}) END AS sd,
          quantile_cont(${value}, [0.05, 0.25, 0.5, 0.75, 0.95]) AS q
        FROM read_parquet([${paths.map(text).join(", ")}]) g JOIN cell_facts c ON c.cell_id = g.cell_id
        WHERE g.generation IN (${generations.join(", ")})
        GROUP BY c.cell, g.generation)
      ORDER BY cell, generation`);
    const appender = await connection.createAppender("cell_summaries");
    for (const row of reader.getRowsJS() as (number | null)[][]) {
      const [cell = 0, generation = 0, n = 0, mean = null, sd = null] = row;
      const facts = plan.cells[cell ?? 0];
      const predicted = facts && theory?.(facts, metric, generation ?? 0);
      const predictions: readonly (Prediction | undefined)[] = predicted?.length ? predicted : [undefined];
      for (const [index, prediction] of predictions.entries()) {
        const { ratio, z, verdict } = prediction
          ? compare({ n: n ?? 0, mean, sd }, prediction)
          : { ratio: null, z: null, verdict: null };
        appender.appendInteger(cell ?? 0);
        appender.appendVarchar(metric);
        appender.appendInteger(generation ?? 0);
        appender.appendInteger(n ?? 0);
        for (const number of row.slice(3)) appendDouble(number);
        appendDouble(prediction?.value);
        appendText(prediction?.kind);
        appendText(prediction?.source);
        appendDouble(prediction?.slack);
        appendDouble(prediction?.sd);
        appendDouble(ratio);
        appendDouble(z);
        appendText(verdict);
        appender.appendInteger(index);
        appender.endRow();
      }
    }
    appender.closeSync();

    function appendDouble(value: number | null | undefined): void {
      if (value === null || value === undefined || Number.isNaN(value)) appender.appendNull();
      else appender.appendDouble(value);
    }
    function appendText(value: string | null | undefined): void {
      if (value === null || value === undefined) appender.appendNull();
      else appender.appendVarchar(value);
    }
  }
}

/** The SELECT of `cells`, sorted by (cell, metric, generation). */
export function cellsSelect(plan: Plan, columns: DatasetColumns): string {
  return `
    SELECT ${text(plan.sweepId)} AS sweep_id, c.cell_id, ${cellColumns(columns)},
      s.metric, s.generation, s.n, ${statistics.map((name) => `s.${name}`).join(", ")},
      s.theory_value, s.theory_kind, s.theory_source, s.theory_slack, s.theory_sd, s.ratio, s.z, s.verdict, s.prediction
    FROM cell_summaries s JOIN cell_facts c ON c.cell = s.cell
    ORDER BY s.cell, s.metric, s.generation, s.prediction`;
}
