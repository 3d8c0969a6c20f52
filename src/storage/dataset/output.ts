import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { CorruptionError } from "../../core/errors.ts";
import type { Plan } from "../../spec/plan.ts";
import { datasetFolder } from "../layout.ts";
import type { Store } from "../store.ts";
import { text } from "./columns.ts";
import type { DatasetFile, TableName } from "./manifest.ts";
import { losesZeros, withoutDictionaries } from "./zeros.ts";

/** Rows of a row group in the dataset. */
const rowGroupSize = 122_880;

/** Writes the files of one snapshot into the store, through a local folder. */
export class SnapshotWriter {
  readonly snapshot: number;
  readonly files: Record<TableName, DatasetFile[]> = { generations: [], chains: [], cells: [], failures: [] };
  readonly #store: Store;
  readonly #plan: Plan;
  readonly #connection: DuckDBConnection;
  readonly #folder: string;

  constructor(store: Store, plan: Plan, snapshot: number, connection: DuckDBConnection, folder: string) {
    this.#store = store;
    this.#plan = plan;
    this.snapshot = snapshot;
    this.#connection = connection;
    this.#folder = folder;
  }

  /**
   * Writes what `select` gives as one more file of a table and puts it into the store.
   *
   * @param partition Hive folders such as `family=gaussian/regime=replace/`, or ""
   * @param expected rows it must have; unchecked where undefined
   * @returns a local path of the file, there until {@link release}
   * @throws {CorruptionError} when the file has not the rows it must have
   */
  async write(table: TableName, partition: string, select: string, expected?: number): Promise<string> {
    const name = `${String(this.snapshot).padStart(8, "0")}-${String(this.files[table].length).padStart(6, "0")}.parquet`;
    const local = join(this.#folder, `${table}-${name}`);
    const about = {
      sweep_id: this.#plan.sweepId,
      spec_digest: this.#plan.specDigest,
      numerics_version: String(this.#plan.numericsVersion),
    };
    const metadata = Object.entries(about).map(([key, value]) => `${key}: ${text(value)}`);
    const options = [
      ...["FORMAT parquet", "COMPRESSION zstd", `ROW_GROUP_SIZE ${rowGroupSize}`],
      `KV_METADATA {${metadata.join(", ")}}`,
    ];
    const copy = async (more: readonly string[]): Promise<unknown> =>
      await this.#connection.run(`COPY (${select}) TO ${text(local)} (${[...options, ...more].join(", ")})`);
    await copy([]);
    if (await losesZeros(this.#connection, local, select)) await copy([withoutDictionaries]);
    const counted = await this.#connection.runAndReadAll(
      `SELECT count(*)::DOUBLE FROM read_parquet(${text(local)})`,
    );
    const rows = Number(counted.getRows()[0]?.[0]);
    if (expected !== undefined && rows !== expected)
      throw new CorruptionError(
        `${table}: ${rows} rows were written where ${expected} were committed. Run the same command again.`,
      );
    const bytes = await readFile(local);
    const path = `${table}/${partition}${name}`;
    await this.#store.write(datasetFolder(this.#plan.sweepId) + path, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    this.files[table].push({ path, bytes: bytes.length, rows, sha256 });
    return local;
  }

  /** Removes local copies that are no longer read. */
  async release(locals: readonly string[]): Promise<void> {
    for (const local of locals) await rm(local, { force: true });
  }
}
