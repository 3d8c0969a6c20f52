import type { Plan } from "../../spec/plan.ts";
import { metricPrefix } from "../part.ts";
import { cellColumns } from "./cell-facts.ts";
import { type DatasetColumns, quoted, text } from "./columns.ts";
import type { LocalPart } from "./source.ts";

/**
 * The SELECT of a file of `generations`, sorted by (cell, replicate, generation).
 *
 * @param parts none gives no rows
 * @param family whose metrics the parts hold; other families' columns are null
 */
export function generationsSelect(
  plan: Plan,
  columns: DatasetColumns,
  parts: readonly LocalPart[],
  familyMetrics: readonly string[],
): string {
  const metrics = columns.metrics.map(({ metric, column }) => {
    const source = familyMetrics.includes(metric) ? `p.${quoted(metricPrefix + metric)}` : "NULL::DOUBLE";
    return `${source} AS ${quoted(column)}`;
  });
  return `
    SELECT ${text(plan.sweepId)} AS sweep_id, c.cell_id, c.cell_id || '-' || p.replicate AS chain_id,
      ${cellColumns(columns)}, p.replicate, p.generation,
      p.training_size::BIGINT AS training_size, p.real_share, ${[...metrics, "p.status"].join(", ")}
    FROM ${parts.length > 0 ? rowsOf(parts) : noParts(familyMetrics)} p
    JOIN cell_facts c ON c.cell = p.cell
    ORDER BY p.cell, p.replicate, p.generation`;
}

/** Folder of a partition below the table's. */
export function partitionPath(family: string, regime: string): string {
  return `family=${encodeURIComponent(family)}/regime=${encodeURIComponent(regime)}/`;
}

function rowsOf(parts: readonly LocalPart[]): string {
  const paths = parts.map(({ path }) => text(path)).join(", ");
  const cells = parts.map(({ path, cell }) => `(${text(path)}, ${cell})`).join(", ");
  return `(SELECT q.*, f.cell FROM read_parquet([${paths}], filename = true) q JOIN (VALUES ${cells}) f (path, cell) ON f.path = q.filename)`;
}

function noParts(metrics: readonly string[]): string {
  const columns = ["0::INTEGER AS cell", "0::INTEGER AS replicate", "0::INTEGER AS generation"];
  columns.push("0::DOUBLE AS training_size", "0::DOUBLE AS real_share", "'' AS status");
  columns.push(...metrics.map((metric) => `0::DOUBLE AS ${quoted(metricPrefix + metric)}`));
  return `(SELECT ${columns.join(", ")} WHERE false)`;
}
