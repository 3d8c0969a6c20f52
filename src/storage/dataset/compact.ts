import type { Plan } from "../../spec/plan.ts";
import type { CellSession } from "./cell-session.ts";
import { rowCount } from "./cohort-facts.ts";
import type { DatasetColumns } from "./columns.ts";
import { datasetDigest, type MetricList } from "./digest.ts";
import type { HeldRows, KeptFile } from "./draft.ts";
import { generationsSelect, partitionPath, type SelectedPart } from "./generations.ts";
import type { SnapshotWriter } from "./output.ts";
import type { FileOfRows } from "./packing.ts";
import type { PublishOptions } from "./publish.ts";
import type { PartSource } from "./source.ts";

/** What files of `generations` are made from and with. */
export interface Compaction {
  readonly plan: Plan;
  readonly columns: DatasetColumns;
  readonly source: PartSource;
  readonly writer: SnapshotWriter;
  readonly session: CellSession;
  readonly signal: AbortSignal | undefined;
  readonly letOthers?: PublishOptions["letOthers"];
  readonly onRows: (rows: number) => void;
}

/**
 * Writes files of `generations`. While DuckDB writes one, the parts of the next are read and checked; each part is read
 * once, for the file and for the summaries of its cell.
 *
 * @throws {CorruptionError} when a part is not what was committed
 */
export async function compact(work: Compaction, files: readonly FileOfRows[]): Promise<KeptFile[]> {
  const written: KeptFile[] = [];
  let writing: Promise<KeptFile> | undefined;
  const settle = async (): Promise<void> => {
    if (writing) written.push(await writing);
    writing = undefined;
  };
  try {
    for (const file of files) {
      const parts = await partsOf(work, file);
      await settle();
      writing = write(work, file, parts);
      writing.catch(() => undefined); // told when it is awaited
    }
    await work.session.rest(new Set(files.flatMap(({ rows }) => rows.map(({ facts }) => facts.cell))));
    await settle();
    return written;
  } finally {
    await Promise.allSettled([writing]);
  }
}

interface FileParts {
  readonly parts: readonly SelectedPart[];
  /** The file's rows, in its order. */
  readonly held: readonly HeldRows[];
  readonly interleaved: boolean;
}

async function partsOf(
  { source, session, signal, letOthers }: Compaction,
  file: FileOfRows,
): Promise<FileParts> {
  const parts: SelectedPart[] = [];
  const held: HeldRows[] = [];
  let interleaved = false;
  for (const { facts, from, to } of file.rows) {
    await session.enter(facts.cell);
    const entries = (await facts.parts()).filter((entry) => entry.to >= from && entry.from <= to);
    interleaved ||= entries.length > 1;
    const lists = new Set<MetricList>();
    for (const entry of entries) {
      await letOthers?.();
      signal?.throwIfAborted();
      const part = await source.fetch(entry);
      await session.take(part);
      const { path, metrics } = part;
      parts.push({ path, cell: facts.cell, holds: [entry.from, entry.to], wanted: [from, to], metrics });
      lists.add(metrics.join(","));
    }
    held.push({ cohort: facts.cohort, from, to, metrics: [...lists] });
  }
  return { parts, held, interleaved };
}

async function write(
  { plan, columns, source, writer, signal, onRows }: Compaction,
  file: FileOfRows,
  { parts, held, interleaved }: FileParts,
): Promise<KeptFile> {
  signal?.throwIfAborted();
  const select = generationsSelect(plan, columns, parts, interleaved);
  const rows = file.rows.reduce((sum, item) => sum + rowCount(item), 0);
  const whole = file.rows.every(({ facts, from, to }) => from === 1 && to === facts.generation);
  const digested = file.rows.map((item, index) => {
    const { cellId, sums } = item.facts;
    return { cellId, sums, metrics: held[index]?.metrics ?? [], rows: rowCount(item) };
  });
  const folder = partitionPath(file.family, file.regime);
  const made = await writer.table(
    "generations",
    folder,
    select,
    rows,
    whole ? { digest: datasetDigest(digested) } : {},
  );
  await source.release(parts.map(({ path }) => path));
  onRows(rows);
  return { ...made, held };
}
