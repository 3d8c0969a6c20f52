import { randomBytes } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { CorruptionError } from "../../core/errors.ts";
import { datasetFolder } from "../layout.ts";
import { sha256 } from "../set-aside.ts";
import type { Store } from "../store.ts";
import { fieldId } from "../iceberg/schema.ts";
import { type DatasetColumns, text } from "./columns.ts";
import type { DatasetFile, TableName } from "./manifest.ts";
import { columnsOf, tableSchema } from "./schema.ts";
import { losesZeros, withoutDictionaries } from "./zeros.ts";

/** Rows of a row group in the dataset. */
const rowGroupSize = 122_880;

/**
 * An option of COPY: how many values a column of a row group may have to get a dictionary. Fewer than DuckDB takes by itself,
 * so that doubles which are all different are sooner given up; files are as small.
 */
const dictionaries = "DICTIONARY_SIZE_LIMIT 4096";

/** What a snapshot's files say of themselves in their metadata: text by name. */
export type FileMetadata = Readonly<Record<string, string>>;

/**
 * Writes new files of one snapshot into the store, through a local folder. Names carry the snapshot and a token of this
 * publication, so that two that are made at once do not meet.
 */
export class SnapshotWriter {
  readonly #store: Store;
  readonly #sweepId: string;
  readonly #snapshot: number;
  readonly #connection: DuckDBConnection;
  readonly #folder: string;
  readonly #metadata: FileMetadata;
  readonly #columns: DatasetColumns;
  readonly #token: string = randomBytes(4).toString("hex");
  readonly #paths: string[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    store: Store,
    sweepId: string,
    snapshot: number,
    connection: DuckDBConnection,
    folder: string,
    metadata: FileMetadata,
    columns: DatasetColumns,
  ) {
    this.#store = store;
    this.#sweepId = sweepId;
    this.#snapshot = snapshot;
    this.#connection = connection;
    this.#folder = folder;
    this.#metadata = metadata;
    this.#columns = columns;
  }

  /**
   * Writes what `select` gives as one more file of a table. One file at a time: a connection runs one statement.
   *
   * @param partition Hive folders such as `by_family=gaussian/by_regime=replace/`, or ""
   * @param expected rows it must have; unchecked where undefined
   * @throws {CorruptionError} when the file has not the rows it must have
   */
  async table(
    table: TableName,
    partition: string,
    select: string,
    expected?: number,
    more: FileMetadata = {},
  ): Promise<DatasetFile> {
    const turn = this.#turn.then(() => this.#table(table, partition, select, expected, more));
    this.#turn = turn.catch(() => undefined);
    return await turn;
  }

  async #table(
    table: TableName,
    partition: string,
    select: string,
    expected: number | undefined,
    more: FileMetadata,
  ): Promise<DatasetFile> {
    const metadata = Object.entries({ ...this.#metadata, ...more }).map(
      ([key, value]) => `${key}: ${text(value)}`,
    );
    const numbers = columnsOf(tableSchema(table), this.#columns).map(
      (column) => `${text(column.name)}: ${fieldId(column.name)}`,
    );
    const options = [
      ...["FORMAT parquet", "COMPRESSION zstd", `ROW_GROUP_SIZE ${rowGroupSize}`],
      `KV_METADATA {${metadata.join(", ")}}`,
      `FIELD_IDS {${numbers.join(", ")}}`,
      "USE_TMP_FILE false", // the store's own name for it is one
    ];
    const path = `${table}/${partition}${this.#name("parquet")}`;
    this.#paths.push(path);
    const key = datasetFolder(this.#sweepId) + path;
    const { made: rows, ...digest } = await this.#store.writeFile(key, this.#folder, async (local) => {
      const copy = async (also: string): Promise<unknown> =>
        await this.#connection.run(`COPY (${select}) TO ${text(local)} (${[...options, also].join(", ")})`);
      await copy(dictionaries);
      if (await losesZeros(this.#connection, local, select)) await copy(withoutDictionaries);
      const counted = await this.#connection.runAndReadAll(
        `SELECT count(*)::DOUBLE FROM read_parquet(${text(local)})`,
      );
      const written = Number(counted.getRows()[0]?.[0]);
      if (expected !== undefined && written !== expected)
        throw new CorruptionError(
          `${table}: ${written} rows were written where ${expected} were committed. Run the same command again.`,
        );
      return written;
    });
    return { path, ...digest, rows };
  }

  /** Writes a file that is no table. */
  async file(folder: string, bytes: Uint8Array): Promise<Omit<DatasetFile, "rows">> {
    const path = `${folder}/${this.#name("json")}`;
    this.#paths.push(path);
    await this.#store.write(datasetFolder(this.#sweepId) + path, bytes);
    return { path, bytes: bytes.length, sha256: sha256(bytes) };
  }

  /** Removes all that was written, for a publication that came second. */
  async discard(): Promise<void> {
    for (const path of this.#paths) await this.#store.remove(datasetFolder(this.#sweepId) + path);
  }

  #name(extension: string): string {
    const number = String(this.#paths.length).padStart(6, "0");
    return `${String(this.#snapshot).padStart(8, "0")}-${number}-${this.#token}.${extension}`;
  }
}
