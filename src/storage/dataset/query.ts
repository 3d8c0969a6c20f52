import { type DuckDBConnection, type DuckDBResult, StatementType } from "@duckdb/node-api";
import { ParameterError } from "../../core/errors.ts";
import type { Store } from "../store.ts";
import { quoted, text } from "./columns.ts";
import { type EngineOptions, openEngine } from "./engine.ts";
import { localFile } from "./local-file.ts";
import { type DatasetManifest, type TableName, tableNames } from "./manifest.ts";
import { publishedManifest } from "./published.ts";
import { plain, type QueryValue } from "./query-value.ts";

export interface QueryColumn {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type: string;
}

export interface QueryResult {
  readonly columns: readonly QueryColumn[];
  readonly rows: readonly (readonly QueryValue[])[];
}

/** Rows as they come; to be closed, whether or not all were read. */
export interface QueryStream {
  /** Of the snapshot that answers. */
  readonly manifest: DatasetManifest;
  readonly columns: readonly QueryColumn[];
  readonly rows: AsyncIterable<readonly QueryValue[]>;
  close(): Promise<void>;
}

/** A snapshot that answers questions; to be closed. */
export interface OpenDataset {
  readonly manifest: DatasetManifest;
  /** Answers one SELECT. @throws {ParameterError} when the SQL is no single SELECT that runs */
  query(sql: string): Promise<QueryResult>;
  /** The same, row by row, until it is closed. */
  stream(sql: string): Promise<Omit<QueryStream, "close" | "manifest">>;
  close(): Promise<void>;
}

/**
 * Answers one SELECT over the views `generations`, `chains`, `cells` and `failures`. Nothing can be written, and no file
 * but the dataset's can be reached.
 *
 * @throws {ConflictError} when nothing was published yet
 * @throws {ParameterError} when the SQL is no single SELECT that runs
 */
export async function queryDataset(
  store: Store,
  sweepId: string,
  sql: string,
  options: EngineOptions = {},
): Promise<QueryResult> {
  const dataset = await openDataset(store, sweepId, tablesIn(store, sql), options);
  try {
    return await dataset.query(sql);
  } finally {
    await dataset.close();
  }
}

/** {@link queryDataset}, row by row: memory does not grow with the answer. */
export async function streamQuery(
  store: Store,
  sweepId: string,
  sql: string,
  options: EngineOptions = {},
): Promise<QueryStream> {
  const dataset = await openDataset(store, sweepId, tablesIn(store, sql), options);
  try {
    return { ...(await dataset.stream(sql)), manifest: dataset.manifest, close: () => dataset.close() };
  } catch (error) {
    await dataset.close();
    throw error;
  }
}

/**
 * Opens the newest snapshot for some questions, one after the other, over views of some tables. Nothing can be written,
 * and no file but theirs can be reached.
 *
 * @throws {ConflictError} when nothing was published yet
 */
export async function openDataset(
  store: Store,
  sweepId: string,
  tables: readonly TableName[],
  options: EngineOptions = {},
): Promise<OpenDataset> {
  const manifest = await publishedManifest(store, sweepId);
  const engine = await openEngine(options);
  try {
    await createViews(store, manifest, engine.connection, engine.folder, tables);
    const stream: OpenDataset["stream"] = async (sql) => {
      const result = await answer(engine.connection, sql, options);
      const names = distinct(result.columnNames());
      const columns = names.map((name, index) => ({ name, type: String(result.columnType(index)) }));
      return { columns, rows: rowsOf(result, sql, options) };
    };
    return {
      manifest,
      stream,
      async query(sql) {
        const { columns, rows } = await stream(sql);
        const all: (readonly QueryValue[])[] = [];
        for await (const row of rows) all.push(row);
        return { columns, rows: all };
      },
      close: () => engine.close(),
    };
  } catch (error) {
    await engine.close();
    options.signal?.throwIfAborted();
    throw error;
  }
}

/** From a bucket only what the question names is fetched; all where it names none, such as `SHOW TABLES`. */
function tablesIn(store: Store, sql: string): readonly TableName[] {
  const named = tableNames.filter((table) => sql.toLowerCase().includes(table));
  return store.url.startsWith("file:") || named.length === 0 ? tableNames : named;
}

/** Names that tell columns apart, as DuckDB has them in a subquery: of two that are `a`, the second is `a_1`. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 1; taken.has(free) || (number > 1 && names.includes(free)); number++)
      free = `${name}_${number}`;
    taken.add(free);
    return free;
  });
}

async function createViews(
  store: Store,
  manifest: DatasetManifest,
  connection: DuckDBConnection,
  folder: string,
  tables: readonly TableName[],
): Promise<void> {
  const paths: string[] = [];
  for (const table of tables) {
    const files: string[] = [];
    for (const file of manifest.tables[table].files)
      files.push(await localFile(store, manifest.sweepId, file.path, folder));
    await connection.run(
      `CREATE VIEW ${quoted(table)} AS SELECT * FROM read_parquet([${files.map(text).join(", ")}], hive_partitioning = false, union_by_name = true)`,
    );
    paths.push(...files);
  }
  await connection.run(`SET allowed_paths = [${paths.map(text).join(", ")}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}

/** A SELECT can change nothing; every other kind of statement is refused before it runs. */
async function answer(
  connection: DuckDBConnection,
  sql: string,
  options: EngineOptions,
): Promise<DuckDBResult> {
  try {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) throw new ParameterError("sql", "one statement", sql);
    const statement = await statements.prepare(0);
    if (![StatementType.SELECT, StatementType.EXPLAIN].includes(statement.statementType))
      throw new ParameterError("sql", "a SELECT", sql, "The dataset is read-only here.");
    options.signal?.throwIfAborted(); // an interruption before it runs would be lost
    return await statement.stream();
  } catch (error) {
    throw queryError(error, sql, options);
  }
}

async function* rowsOf(
  result: DuckDBResult,
  sql: string,
  options: EngineOptions,
): AsyncGenerator<readonly QueryValue[]> {
  try {
    for await (const rows of result.yieldRows()) for (const row of rows) yield row.map(plain);
  } catch (error) {
    throw queryError(error, sql, options);
  }
}

function queryError(error: unknown, sql: string, options: EngineOptions): unknown {
  options.signal?.throwIfAborted();
  if (error instanceof ParameterError || !(error instanceof Error)) return error;
  return new ParameterError(
    "sql",
    "SQL that runs on generations, chains, cells and failures",
    sql,
    error.message,
  );
}
