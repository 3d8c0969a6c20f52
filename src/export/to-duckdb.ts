import { dirname } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { ConflictError, CorruptionError, StoreError, SweepError } from "../core/errors.ts";
import { quoted, text } from "../storage/dataset/columns.ts";
import { type DatasetFile, type TableName, tableNames } from "../storage/dataset/manifest.ts";
import { makeFolder } from "./folder.ts";
import { type LedgerEntry, type Work, workFor } from "./ledger.ts";
import type { ExportOptions, ExportResult, TableResult } from "./options.ts";
import { describe, readFiles, type Snapshot } from "./snapshot.ts";

/**
 * Brings the four tables of a DuckDB file to a snapshot: rows of files that are no longer part of the dataset go, files
 * that are not there yet are inserted, each in one transaction with its entry in the ledger. Whatever is killed
 * whenever, the next call ends with exactly the rows of the snapshot.
 *
 * @throws {ConflictError} when tables of these names are something else
 * @throws {StoreError} when the file cannot be opened or written
 */
export async function exportToDuckdb(
  snapshot: Snapshot,
  path: string,
  options: ExportOptions,
): Promise<ExportResult> {
  const { connection } = snapshot.engine;
  try {
    await makeFolder(dirname(path));
    await connection.run(`ATTACH ${text(path)} AS target (TYPE duckdb)`);
    const result = await new DuckdbExport(connection, snapshot, options).run();
    await connection.run("DETACH target"); // which writes the log into the file
    return result;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof SweepError || !(error instanceof Error)) throw error;
    throw new StoreError(
      `duckdb:${path}: ${error.message}. See that no other program has the file open and that there is room, then run the same command again: it goes on where it stopped.`,
    );
  }
}

class DuckdbExport {
  readonly #connection: DuckDBConnection;
  readonly #snapshot: Snapshot;
  readonly #options: ExportOptions;
  readonly #schema: string;
  readonly #sweep: string;

  constructor(connection: DuckDBConnection, snapshot: Snapshot, options: ExportOptions) {
    this.#connection = connection;
    this.#snapshot = snapshot;
    this.#options = options;
    this.#schema = `target.${quoted(options.schema ?? "main")}`;
    this.#sweep = text(snapshot.manifest.sweepId);
  }

  async run(): Promise<ExportResult> {
    const { manifest } = this.#snapshot;
    await this.#createLedger();
    const total = tableNames.reduce((sum, table) => sum + manifest.tables[table].rows, 0);
    const tables = {} as Record<TableName, TableResult>;
    let rows = 0;
    for (const table of tableNames) {
      const { load, removed } = await this.#begin(table);
      const written = load.reduce((sum, file) => sum + file.rows, 0);
      rows += manifest.tables[table].rows - written;
      tables[table] = { rows: manifest.tables[table].rows, written, removed };
      for (const file of load) {
        this.#options.signal?.throwIfAborted();
        await this.#load(table, file);
        rows += file.rows;
        this.#options.onProgress?.({ table, rows, total });
      }
      await this.#check(table);
    }
    const { snapshot, complete, digest } = manifest;
    await this.#connection.run(
      `INSERT OR REPLACE INTO ${this.#schema}.ouro_exports VALUES (${this.#sweep}, ${snapshot}, ${text(digest)}, ${complete}, true, now())`,
    );
    return { snapshot, complete, digest, tables };
  }

  async #createLedger(): Promise<void> {
    const run = (sql: string): Promise<unknown> => this.#connection.run(sql);
    await run(`CREATE SCHEMA IF NOT EXISTS ${this.#schema}`);
    await run(`CREATE SEQUENCE IF NOT EXISTS ${this.#schema}.ouro_file_ids`);
    await run(`CREATE TABLE IF NOT EXISTS ${this.#schema}.ouro_files (id BIGINT, sweep_id VARCHAR, table_name VARCHAR,
      path VARCHAR, sha256 VARCHAR, rows BIGINT, snapshot BIGINT, loaded_at TIMESTAMPTZ)`);
    await run(`CREATE TABLE IF NOT EXISTS ${this.#schema}.ouro_exports (sweep_id VARCHAR PRIMARY KEY, snapshot BIGINT,
      digest VARCHAR, complete BOOLEAN, whole BOOLEAN, ended_at TIMESTAMPTZ)`);
  }

  /** Makes the table, and removes rows that no file of the snapshot holds together with their entries. */
  async #begin(table: TableName): Promise<Work & { readonly removed: number }> {
    const { files } = this.#snapshot.manifest.tables[table];
    const [first] = files;
    if (first) await this.#ensure(table, await this.#snapshot.local(first));
    const work = workFor(files, await this.#entries(table), await this.#counts(table));
    let removed = 0;
    await this.#transaction(async () => {
      await this.#connection.run(
        `UPDATE ${this.#schema}.ouro_exports SET whole = false WHERE sweep_id = ${this.#sweep}`,
      );
      const kept = `(${["-1", ...work.keep].join(", ")})`;
      if (await this.#isThere(table))
        removed = (
          await this.#connection.run(
            `DELETE FROM ${this.#schema}.${table} WHERE sweep_id = ${this.#sweep} AND ouro_file NOT IN ${kept}`,
          )
        ).rowsChanged;
      await this.#connection.run(
        `DELETE FROM ${this.#schema}.ouro_files WHERE sweep_id = ${this.#sweep} AND table_name = ${text(table)} AND id NOT IN ${kept}`,
      );
    });
    return { ...work, removed };
  }

  async #load(table: TableName, file: DatasetFile): Promise<void> {
    const path = await this.#snapshot.local(file);
    await this.#ensure(table, path);
    await this.#transaction(async () => {
      const [[id] = []] = await this.#ask(`SELECT nextval('${this.#schema}.ouro_file_ids')`);
      const { rowsChanged } = await this.#connection.run(
        `INSERT INTO ${this.#schema}.${table} BY NAME SELECT *, ${Number(id)}::BIGINT AS ouro_file FROM (${readFiles([path])})`,
      );
      if (rowsChanged !== file.rows)
        throw new CorruptionError(
          `${file.path}: ${rowsChanged} rows arrived where the manifest says ${file.rows}. Run the sweep's spec again: the dataset is made anew.`,
        );
      await this.#connection.run(
        `INSERT INTO ${this.#schema}.ouro_files VALUES (${Number(id)}, ${this.#sweep}, ${text(table)}, ${text(file.path)}, ${text(file.sha256)}, ${file.rows}, ${this.#snapshot.manifest.snapshot}, now())`,
      );
    });
    await this.#snapshot.release(file);
  }

  /** Makes a table where there is none and adds columns that it lacks. */
  async #ensure(table: TableName, path: string): Promise<void> {
    const columns = await describe(this.#snapshot.engine, readFiles([path]));
    const name = `${this.#schema}.${table}`;
    const meaning = this.#snapshot.meanings[table];
    const explain = async (column: string): Promise<void> => {
      const told = meaning.columns.get(column);
      if (told !== undefined)
        await this.#connection.run(`COMMENT ON COLUMN ${name}.${quoted(column)} IS ${text(told)}`);
    };
    if (!(await this.#isThere(table))) {
      const definitions = [...columns, { name: "ouro_file", type: "BIGINT" }];
      await this.#transaction(async () => {
        await this.#connection.run(
          `CREATE TABLE ${name} (${definitions.map((each) => `${quoted(each.name)} ${each.type}`).join(", ")})`,
        );
        await this.#connection.run(`COMMENT ON TABLE ${name} IS ${text(meaning.table)}`);
        for (const column of columns) await explain(column.name);
      });
    }
    const held = new Map(
      (await this.#ask(`DESCRIBE ${name}`)).map(([column, type]) => [String(column), String(type)]),
    );
    if (!held.has("ouro_file"))
      throw new ConflictError(
        `${table} was not made by an export: it has no ouro_file. Name another --schema.`,
      );
    for (const column of columns) {
      const type = held.get(column.name);
      if (type === undefined) {
        await this.#connection.run(`ALTER TABLE ${name} ADD COLUMN ${quoted(column.name)} ${column.type}`);
        await explain(column.name);
      } else if (type !== column.type)
        throw new ConflictError(
          `Column ${column.name} of ${table} is ${type} where this dataset has ${column.type}. Name another --schema.`,
        );
    }
  }

  async #entries(table: TableName): Promise<LedgerEntry[]> {
    const rows = await this.#ask(
      `SELECT id, sha256, rows FROM ${this.#schema}.ouro_files WHERE sweep_id = ${this.#sweep} AND table_name = ${text(table)}`,
    );
    return rows.map(([id, sha256, count]) => ({
      id: Number(id),
      sha256: String(sha256),
      rows: Number(count),
    }));
  }

  async #counts(table: TableName): Promise<ReadonlyMap<number, number>> {
    if (!(await this.#isThere(table))) return new Map();
    const rows = await this.#ask(
      `SELECT ouro_file, count(*) FROM ${this.#schema}.${table} WHERE sweep_id = ${this.#sweep} GROUP BY 1`,
    );
    return new Map(rows.map(([id, count]) => [Number(id), Number(count)]));
  }

  async #check(table: TableName): Promise<void> {
    let rows = 0;
    for (const count of (await this.#counts(table)).values()) rows += count;
    const expected = this.#snapshot.manifest.tables[table].rows;
    if (rows !== expected)
      throw new ConflictError(
        `${table} has ${rows} rows where the dataset has ${expected}. Run the same command again.`,
      );
  }

  async #isThere(table: TableName): Promise<boolean> {
    const schema = text(this.#options.schema ?? "main");
    const rows = await this.#ask(
      `SELECT 1 FROM duckdb_tables() WHERE database_name = 'target' AND schema_name = ${schema} AND table_name = ${text(table)}`,
    );
    return rows.length > 0;
  }

  async #ask(sql: string): Promise<unknown[][]> {
    return (await this.#connection.runAndReadAll(sql)).getRows();
  }

  async #transaction(steps: () => Promise<void>): Promise<void> {
    await this.#connection.run("BEGIN");
    try {
      await steps();
      await this.#connection.run("COMMIT");
    } catch (error) {
      await this.#connection.run("ROLLBACK").catch(() => undefined);
      throw error;
    }
  }
}
