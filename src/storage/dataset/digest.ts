import { createHash } from "node:crypto";
import { addSums, type RowSums } from "../row-sums.ts";

/** What the digest takes of a cohort's rows. */
export interface DigestedRows {
  readonly cellId: string;
  readonly rows: number;
  readonly sums: RowSums;
  /** Names of the family's metrics. */
  readonly metrics: readonly string[];
}

/**
 * A digest of the numbers of `generations`: equal for equal rows however they were cut, ordered, merged or stored, and
 * different when one bit of one number differs. Versions, times and file layout do not enter. It is SHA-256 over a line
 * a cell, sorted: id, rows, sums of the rows' hashes, names of metrics.
 *
 * @param all each row of the dataset once
 * @returns hex
 */
export function datasetDigest(all: Iterable<DigestedRows>): string {
  const cells = new Map<string, { rows: number; sums: RowSums[]; metrics: string }>();
  for (const { cellId, rows, sums, metrics } of all) {
    if (rows === 0) continue;
    const cell = cells.get(cellId) ?? { rows: 0, sums: [], metrics: metrics.join(",") };
    cell.rows += rows;
    cell.sums.push(sums);
    cells.set(cellId, cell);
  }
  const lines = [...cells].map(([id, { rows, sums, metrics }]) => {
    return `${id} ${rows} ${addSums(sums)} ${metrics}\n`;
  });
  return createHash("sha256").update(lines.sort().join("")).digest("hex");
}
