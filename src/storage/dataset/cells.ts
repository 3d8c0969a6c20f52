import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import type { RatioInterval } from "../../core/statistics/ratio.ts";
import { normal95 } from "../../core/statistics/ratio.ts";
import type { Summary } from "../../core/statistics/summary.ts";
import type { Cell } from "../../core/cell.ts";
import type { Prediction, Theorem } from "../../core/theory/prediction.ts";
import type { Plan } from "../../spec/plan.ts";
import { cellColumns } from "./cell-facts.ts";
import { type DatasetColumns, quoted, text } from "./columns.ts";
import type { DatasetFile } from "./manifest.ts";
import type { SnapshotWriter } from "./output.ts";
import { compare } from "./verdict.ts";

const statistics = [
  "mean",
  "sd",
  "se",
  "q05",
  "q25",
  "q50",
  "q75",
  "q95",
  "mad",
  "trimmed_mean",
  "log_mean",
  "log_sd",
  "first_ratio",
  "first_ratio_low",
  "first_ratio_high",
] as const;

const comparison = [
  "theory_value DOUBLE",
  "theory_kind VARCHAR",
  "theory_source VARCHAR",
  "theory_slack DOUBLE",
  "theory_sd DOUBLE",
  "ratio DOUBLE",
  "ratio_low DOUBLE",
  "ratio_high DOUBLE",
  "z DOUBLE",
  "verdict VARCHAR",
] as const;

/** Rows of `cells` that a file holds, about. */
const rowsPerFile = 2 ** 20;

/** What a summary is of. */
export interface SummaryPlace {
  /** Of the cell in the plan. */
  readonly index: number;
  readonly cell: Cell;
  readonly metric: string;
  readonly generation: number;
}

/** `cells` of a snapshot: a row a (cell, metric, generation, prediction), one without theory where it is silent. */
export class CellsTable {
  readonly #connection: DuckDBConnection;
  readonly #writer: SnapshotWriter;
  readonly #select: string;
  readonly #theory: Theorem | undefined;
  readonly #files: DatasetFile[] = [];
  #appender: DuckDBAppender | undefined;
  #rows = 0;

  constructor(
    connection: DuckDBConnection,
    writer: SnapshotWriter,
    plan: Plan,
    columns: DatasetColumns,
    theory: Theorem | undefined,
  ) {
    this.#connection = connection;
    this.#writer = writer;
    this.#select = cellsSelect(plan, columns);
    this.#theory = theory;
  }

  async create(): Promise<void> {
    const numbers = statistics.map((name) => `${name} DOUBLE`);
    await this.#connection.run(
      `CREATE TABLE cell_summaries (cell INTEGER, metric VARCHAR, generation BIGINT, n BIGINT, ${[...numbers, ...comparison].join(", ")}, prediction BIGINT)`,
    );
  }

  /**
   * @param first against generation 1, where that is defined
   * @param comparable whether theory speaks of these chains
   */
  async add(
    { index, cell, metric, generation }: SummaryPlace,
    summary: Summary,
    first: RatioInterval | undefined,
    comparable: boolean,
  ): Promise<void> {
    this.#appender ??= await this.#connection.createAppender("cell_summaries");
    const appender = this.#appender;
    const [mean, sd] = [orNull(summary.mean), orNull(summary.sd)];
    const predicted = comparable ? this.#theory?.(cell, metric, generation) : undefined;
    const predictions: readonly (Prediction | undefined)[] = predicted?.length ? predicted : [undefined];
    for (const [order, prediction] of predictions.entries()) {
      const compared = prediction && compare({ n: summary.n, mean, sd }, prediction);
      const half = prediction && normal95 * Math.abs((prediction.sd ?? summary.sd) / prediction.value);
      const interval = (half ?? Number.NaN) / Math.sqrt(summary.n);
      appender.appendInteger(index);
      appender.appendVarchar(metric);
      appender.appendBigInt(BigInt(generation));
      appender.appendBigInt(BigInt(summary.n));
      const { q05, q25, q50, q75, q95, se, mad, trimmedMean, logMean, logSd } = summary;
      const numbers = [mean, sd, se, q05, q25, q50, q75, q95, mad, trimmedMean, logMean, logSd];
      for (const number of [...numbers, first?.ratio, first?.low, first?.high])
        appendDouble(appender, number);
      appendDouble(appender, prediction?.value);
      appendText(appender, prediction?.kind);
      appendText(appender, prediction?.source);
      appendDouble(appender, prediction?.slack);
      appendDouble(appender, prediction?.sd);
      const ratio = compared?.ratio ?? Number.NaN;
      for (const number of [ratio, ratio - interval, ratio + interval]) appendDouble(appender, number);
      appendDouble(appender, compared?.z);
      appendText(appender, compared?.verdict);
      appender.appendBigInt(BigInt(order));
      appender.endRow();
      this.#rows++;
    }
  }

  /**
   * Takes over rows of an earlier snapshot.
   *
   * @param path of a file of `cells`, local
   * @param cells whose rows are taken, by index in the plan
   */
  async carry(path: string, cells: readonly number[]): Promise<void> {
    this.#flush();
    await this.#connection.run("CREATE OR REPLACE TABLE carried (cell INTEGER)");
    const appender = await this.#connection.createAppender("carried");
    for (const cell of cells) {
      appender.appendInteger(cell);
      appender.endRow();
    }
    appender.closeSync();
    await this.#connection.run(`
      INSERT INTO cell_summaries
      SELECT c.cell, ${names.map((name) => `b.${name}`).join(", ")} FROM read_parquet(${text(path)}) b
      JOIN cell_facts c ON c.cell_id = b.cell_id JOIN carried k ON k.cell = c.cell`);
    const counted = await this.#connection.runAndReadAll("SELECT count(*)::DOUBLE FROM cell_summaries");
    this.#rows = Number(counted.getRows()[0]?.[0]);
    await this.settle();
  }

  /** Between two cells: writes a file where there are rows for one, so that memory stays bounded. */
  async settle(): Promise<void> {
    if (this.#rows >= rowsPerFile) await this.#write();
  }

  /** Writes what is left. @returns all files of the table, at least one */
  async close(): Promise<readonly DatasetFile[]> {
    if (this.#rows > 0 || this.#files.length === 0) await this.#write();
    return this.#files;
  }

  async #write(): Promise<void> {
    this.#flush();
    this.#files.push(await this.#writer.table("cells", "", this.#select));
    await this.#connection.run("DELETE FROM cell_summaries");
    this.#rows = 0;
  }

  #flush(): void {
    this.#appender?.closeSync();
    this.#appender = undefined;
  }
}

/** Columns after those of the cell. */
const names = [
  ...["metric", "generation", "n"],
  ...statistics,
  ...comparison.map((column) => column.split(" ")[0] ?? ""),
  "prediction",
];

/** Sorted by (cell, metric, generation). */
function cellsSelect(plan: Plan, columns: DatasetColumns): string {
  return `
    SELECT ${text(plan.sweepId)} AS sweep_id, c.cell_id, ${cellColumns(columns)}, ${names.map((name) => `s.${quoted(name)}`).join(", ")}
    FROM cell_summaries s JOIN cell_facts c ON c.cell = s.cell
    ORDER BY s.cell, s.metric, s.generation, s.prediction`;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function appendDouble(appender: DuckDBAppender, value: number | null | undefined): void {
  if (value === null || value === undefined || Number.isNaN(value)) appender.appendNull();
  else appender.appendDouble(value);
}

function appendText(appender: DuckDBAppender, value: string | null | undefined): void {
  if (value === null || value === undefined) appender.appendNull();
  else appender.appendVarchar(value);
}
