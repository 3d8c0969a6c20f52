import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { ConflictError, CorruptionError } from "../../core/errors.ts";
import { type DatasetFile, type TableName, tableNames } from "../../storage/dataset/manifest.ts";
import { tableSchema } from "../../storage/dataset/schema.ts";
import { type Chunk, chunksOf } from "../chunks.ts";
import { type Work, workFor } from "../ledger.ts";
import type { ExportOptions, ExportResult, TableResult } from "../options.ts";
import { describe, readFiles, type Snapshot } from "../snapshot.ts";
import { binaryCopy } from "./binary.ts";
import { connect, postgresError } from "./connection.ts";
import { PostgresLedger } from "./ledger.ts";
import { ensureTable, ledgerColumn, qualified } from "./tables.ts";
import { identifier } from "./types.ts";

/** How long an export waits for another one of the same sweep, or for what is left of one that was killed. */
const lockTimeout = "60s";

/**
 * Brings the four tables of a PostgreSQL schema to a snapshot: files whose rows are there already stay, every other one is
 * copied into a staging table and upserted by key in one transaction with its entry in the ledger, and rows that no file
 * holds any more go in the end. Whatever is killed whenever, the next call ends with exactly the rows of the snapshot.
 *
 * @throws {ConflictError} when tables of these names are something else, or another export is under way
 * @throws {ProvisionError} when no server answers
 * @throws {StoreError}
 */
export async function exportToPostgres(
  snapshot: Snapshot,
  url: string,
  options: ExportOptions,
): Promise<ExportResult> {
  const schema = options.schema ?? "ouroboros";
  const client = await connect(url);
  const stop = (): void => void client.end().catch(() => undefined);
  options.signal?.addEventListener("abort", stop, { once: true });
  try {
    return await new PostgresExport(client, schema, snapshot, options).run();
  } catch (error) {
    options.signal?.throwIfAborted();
    throw postgresError(url, error);
  } finally {
    options.signal?.removeEventListener("abort", stop);
    await client.end().catch(() => undefined);
  }
}

class PostgresExport {
  readonly #client: Client;
  readonly #schema: string;
  readonly #snapshot: Snapshot;
  readonly #options: ExportOptions;
  readonly #ledger: PostgresLedger;

  constructor(client: Client, schema: string, snapshot: Snapshot, options: ExportOptions) {
    this.#client = client;
    this.#schema = schema;
    this.#snapshot = snapshot;
    this.#options = options;
    this.#ledger = new PostgresLedger(client, schema, snapshot.manifest.sweepId);
  }

  async run(): Promise<ExportResult> {
    const { manifest } = this.#snapshot;
    await this.#lock(`${this.#schema}:${manifest.sweepId}`);
    await this.#transaction(async () => {
      await this.#lockTables();
      await this.#ledger.create();
    });
    const work = await this.#begin();
    const total = tableNames.reduce((sum, table) => sum + manifest.tables[table].rows, 0);
    const current = {} as Record<TableName, number[]>;
    const written = {} as Record<TableName, number>;
    let rows = 0;
    for (const table of tableNames) {
      const { load, keep } = work[table];
      current[table] = [...keep];
      written[table] = load.reduce((sum, file) => sum + file.rows, 0);
      rows += manifest.tables[table].rows - written[table];
      await this.#ensure(table);
      for (const file of load) {
        this.#options.signal?.throwIfAborted();
        const before = rows;
        const onRows = (count: number): void =>
          this.#options.onProgress?.({ table, rows: before + count, total });
        current[table].push(await this.#load(table, file, onRows));
        rows += file.rows;
      }
    }
    const removed = await this.#end(current);
    const tables = Object.fromEntries(
      tableNames.map((table): [TableName, TableResult] => [
        table,
        { rows: manifest.tables[table].rows, written: written[table], removed: removed[table] },
      ]),
    ) as Record<TableName, TableResult>;
    return { snapshot: manifest.snapshot, complete: manifest.complete, digest: manifest.digest, tables };
  }

  /** Strikes out what is no longer part of the dataset, so that its rows may be replaced. */
  async #begin(): Promise<Readonly<Record<TableName, Work>>> {
    const { manifest } = this.#snapshot;
    const work = {} as Record<TableName, Work>;
    await this.#transaction(async () => {
      for (const table of tableNames) {
        const entries = await this.#ledger.entries(table);
        work[table] = workFor(manifest.tables[table].files, entries, await this.#ledger.counts(table));
        await this.#ledger.forget(work[table].forget);
      }
      await this.#ledger.begin(manifest);
    });
    return work;
  }

  /** Every column that some file of the table has; of a bucket's files the first one tells, and each is looked at again. */
  async #ensure(table: TableName): Promise<void> {
    const [file] = this.#snapshot.manifest.tables[table].files;
    if (file === undefined) return;
    await this.#ensureFor(table, await this.#snapshot.local(file));
  }

  async #ensureFor(table: TableName, path: string): Promise<readonly string[]> {
    const columns = await describe(this.#snapshot.engine, readFiles([path]));
    await this.#transaction(async () => {
      await this.#lockTables();
      await ensureTable(
        this.#client,
        this.#schema,
        tableSchema(table),
        columns,
        this.#snapshot.meanings[table],
      );
    });
    return columns.map(({ name }) => name);
  }

  /** @param onRows told of rows sent, as they go */
  async #load(table: TableName, file: DatasetFile, onRows: (count: number) => void): Promise<number> {
    const { engine, manifest } = this.#snapshot;
    const path = await this.#snapshot.local(file);
    const names = (await this.#ensureFor(table, path)).map(identifier);
    const select = readFiles([path]);
    const types = (await describe(engine, select)).map(({ type }) => type);
    const key = tableSchema(table).key.map(identifier);
    let id = 0;
    await this.#transaction(async () => {
      const target = qualified(this.#schema, table);
      await this.#client.query(
        `CREATE TEMP TABLE ouro_staging ON COMMIT DROP AS SELECT ${names.join(", ")} FROM ${target} LIMIT 0`,
      );
      const copy = this.#client.query(
        copyFrom(`COPY ouro_staging (${names.join(", ")}) FROM STDIN (FORMAT binary)`),
      );
      await pipeline(Readable.from(binaryCopy(types, counted(chunksOf(engine, select), onRows))), copy);
      id = await this.#ledger.enter(table, manifest.snapshot, file);
      const updates = [...names.filter((name) => !key.includes(name)), ledgerColumn];
      const { rowCount } = await this.#client.query(
        `INSERT INTO ${target} (${names.join(", ")}, ${ledgerColumn})
         SELECT ${names.join(", ")}, ${id} FROM ouro_staging
         ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${updates.map((name) => `${name} = excluded.${name}`).join(", ")}`,
      );
      if (rowCount !== file.rows)
        throw new CorruptionError(
          `${file.path}: ${rowCount} rows arrived where the manifest says ${file.rows}. Run the sweep's spec again: the dataset is made anew.`,
        );
    });
    await this.#snapshot.release(file);
    return id;
  }

  /** Removes rows that no file of the snapshot holds, and says that the tables are whole, at once. */
  async #end(current: Readonly<Record<TableName, readonly number[]>>): Promise<Record<TableName, number>> {
    const { manifest } = this.#snapshot;
    const removed = {} as Record<TableName, number>;
    await this.#transaction(async () => {
      for (const table of tableNames) {
        removed[table] = await this.#ledger.removeOthers(table, current[table]);
        let rows = 0;
        for (const count of (await this.#ledger.counts(table)).values()) rows += count;
        if (rows !== manifest.tables[table].rows)
          throw new ConflictError(
            `${qualified(this.#schema, table)} has ${rows} rows of ${manifest.sweepId} where the dataset has ${manifest.tables[table].rows}: something else writes to it. Stop that and run the same command again.`,
          );
      }
      await this.#ledger.end();
    });
    return removed;
  }

  /** One export of a sweep into a schema at a time. The lock ends with the session, however that ends. */
  async #lock(name: string): Promise<void> {
    await this.#client.query(`SET lock_timeout = '${lockTimeout}'`);
    try {
      await this.#client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [`ouroboros:${name}`]);
      await this.#client.query("SET lock_timeout = 0");
    } catch (error) {
      if ((error as { code?: string }).code !== "55P03") throw error;
      throw new ConflictError(
        `Another export of ${this.#snapshot.manifest.sweepId} into this schema has been under way for a minute or more. Wait for it to end, then run the same command again.`,
      );
    }
  }

  /** Until the end of the transaction, nobody else makes or changes tables of this schema. */
  async #lockTables(): Promise<void> {
    await this.#client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `ouroboros:${this.#schema}`,
    ]);
  }

  async #transaction(steps: () => Promise<void>): Promise<void> {
    await this.#client.query("BEGIN");
    try {
      await steps();
      await this.#client.query("COMMIT");
    } catch (error) {
      await this.#client.query("ROLLBACK").catch(() => undefined);
      throw error;
    }
  }
}

async function* counted(
  chunks: AsyncIterable<Chunk>,
  onRows: (count: number) => void,
): AsyncGenerator<Chunk> {
  let rows = 0;
  for await (const chunk of chunks) {
    yield chunk;
    rows += chunk.rowCount;
    onRows(rows);
  }
}
