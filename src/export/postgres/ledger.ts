import type { Client } from "pg";
import type { DatasetFile, DatasetManifest, TableName } from "../../storage/dataset/manifest.ts";
import type { LedgerEntry } from "../ledger.ts";
import { columnsOf, ledgerColumn, qualified } from "./tables.ts";

/** What a database knows of the exports into one of its schemas: which files it holds, and which snapshots are whole. */
export class PostgresLedger {
  readonly #client: Client;
  readonly #schema: string;
  readonly #sweepId: string;

  constructor(client: Client, schema: string, sweepId: string) {
    this.#client = client;
    this.#schema = schema;
    this.#sweepId = sweepId;
  }

  get #files(): string {
    return qualified(this.#schema, "ouro_files");
  }

  get #exports(): string {
    return qualified(this.#schema, "ouro_exports");
  }

  /** Makes schema and ledger where they are missing. */
  async create(): Promise<void> {
    const { rowCount } = await this.#client.query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [
      this.#schema,
    ]);
    if (rowCount === 0) await this.#client.query(`CREATE SCHEMA "${this.#schema.replaceAll('"', '""')}"`);
    if ((await columnsOf(this.#client, this.#schema, "ouro_files")).size > 0) return;
    await this.#client.query(`CREATE TABLE ${this.#files} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      sweep_id text NOT NULL, table_name text NOT NULL, path text NOT NULL, sha256 text NOT NULL, rows bigint NOT NULL,
      snapshot bigint NOT NULL, loaded_at timestamptz NOT NULL DEFAULT now(), UNIQUE (sweep_id, table_name, sha256))`);
    await this.#client.query(`CREATE TABLE ${this.#exports} (sweep_id text PRIMARY KEY, snapshot bigint NOT NULL,
      digest text NOT NULL, complete boolean NOT NULL, whole boolean NOT NULL,
      began_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz)`);
  }

  async entries(table: TableName): Promise<LedgerEntry[]> {
    const { rows } = await this.#client.query<{ id: string; sha256: string; rows: string }>(
      `SELECT id, sha256, rows FROM ${this.#files} WHERE sweep_id = $1 AND table_name = $2`,
      [this.#sweepId, table],
    );
    return rows.map((row) => ({ id: Number(row.id), sha256: row.sha256, rows: Number(row.rows) }));
  }

  /** Rows of this sweep by the file they came from. */
  async counts(table: TableName): Promise<ReadonlyMap<number, number>> {
    if (!(await this.#isThere(table))) return new Map();
    const { rows } = await this.#client.query<{ id: string; rows: string }>(
      `SELECT ${ledgerColumn} AS id, count(*) AS rows FROM ${qualified(this.#schema, table)} WHERE sweep_id = $1 GROUP BY 1`,
      [this.#sweepId],
    );
    return new Map(rows.map((row) => [Number(row.id), Number(row.rows)]));
  }

  /** Removes the rows of this sweep that came from none of these files. */
  async removeOthers(table: TableName, ids: readonly number[]): Promise<number> {
    if (!(await this.#isThere(table))) return 0;
    const { rowCount } = await this.#client.query(
      `DELETE FROM ${qualified(this.#schema, table)} WHERE sweep_id = $1 AND ${ledgerColumn} <> ALL ($2)`,
      [this.#sweepId, ids],
    );
    return rowCount ?? 0;
  }

  async forget(ids: readonly number[]): Promise<void> {
    await this.#client.query(`DELETE FROM ${this.#files} WHERE id = ANY ($1)`, [ids]);
  }

  /** Enters a file; to be called in the transaction that loads its rows. */
  async enter(table: TableName, snapshot: number, file: DatasetFile): Promise<number> {
    const { rows } = await this.#client.query<{ id: string }>(
      `INSERT INTO ${this.#files} (sweep_id, table_name, path, sha256, rows, snapshot) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [this.#sweepId, table, file.path, file.sha256, file.rows, snapshot],
    );
    return Number(rows[0]?.id);
  }

  /** Says that the tables hold a mixture until {@link end}. */
  async begin({ snapshot, digest, complete }: DatasetManifest): Promise<void> {
    await this.#client.query(
      `INSERT INTO ${this.#exports} (sweep_id, snapshot, digest, complete, whole) VALUES ($1, $2, $3, $4, false)
       ON CONFLICT (sweep_id) DO UPDATE SET snapshot = excluded.snapshot, digest = excluded.digest,
         complete = excluded.complete, whole = false, began_at = now(), ended_at = NULL`,
      [this.#sweepId, snapshot, digest, complete],
    );
  }

  async end(): Promise<void> {
    await this.#client.query(
      `UPDATE ${this.#exports} SET whole = true, ended_at = now() WHERE sweep_id = $1`,
      [this.#sweepId],
    );
  }

  async #isThere(table: TableName): Promise<boolean> {
    return (await columnsOf(this.#client, this.#schema, table)).has(ledgerColumn);
  }
}
