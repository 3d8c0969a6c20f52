import { createHash } from "node:crypto";
import { addSums, type RowSums } from "../row-sums.ts";

/** What the digest takes of a cohort's rows. */
export interface DigestedRows {
  readonly cellId: string;
  readonly rows: number;
  readonly sums: RowSums;
  /** What their parts have as metrics: a list, and one more for each version that computed others. */
  readonly metrics: Iterable<MetricList>;
}

/** Names of the metrics of a part, with commas between. */
export type MetricList = string;

/**
 * A digest of the numbers of `generations`: equal for equal rows however they were cut, ordered, merged or stored, and
 * different when one bit of one number differs. Versions, times and file layout do not enter. It is SHA-256 over a line
 * a cell, sorted: id, rows, sums of the rows' hashes, lists of metrics. So it is of what was computed: a version that knows more
 * metrics finds the digest that the version before gave.
 *
 * @param all each row of the dataset once
 * @returns hex
 */
export function datasetDigest(all: Iterable<DigestedRows>): string {
  const cells = new Map<string, { rows: number; sums: RowSums[]; metrics: Set<MetricList> }>();
  for (const { cellId, rows, sums, metrics } of all) {
    if (rows === 0) continue;
    const cell = cells.get(cellId) ?? { rows: 0, sums: [], metrics: new Set() };
    cell.rows += rows;
    cell.sums.push(sums);
    for (const list of metrics) cell.metrics.add(list);
    cells.set(cellId, cell);
  }
  const lines = [...cells].map(([id, { rows, sums, metrics }]) => {
    return `${id} ${rows} ${addSums(sums)} ${[...metrics].sort().join("|")}\n`;
  });
  return createHash("sha256").update(lines.sort().join("")).digest("hex");
}
