import { Command } from "commander";
import { ParameterError } from "../core/errors.ts";
import { nameOf, parseTarget } from "../export/target.ts";
import { scriptOf, statementsFor, warehouseNamed } from "../export/warehouses/registry.ts";
import { tablesOf } from "../export/warehouses/tables.ts";
import { formatCount } from "../report/format.ts";
import { tableNames } from "../storage/dataset/manifest.ts";
import { openStore } from "../storage/open.ts";
import { exitCode } from "./exit.ts";
import { noteExtent } from "./extent.ts";
import { heldSweep } from "./held-sweep.ts";
import { type StoreOptions, sweepArgument, withJson, withStore } from "./options.ts";
import { output } from "./output.ts";

interface ExportCommandOptions extends StoreOptions {
  readonly to: string;
  readonly schema?: string;
  readonly gzip?: boolean;
  readonly json?: boolean;
}

const help = `
Targets:
  postgres://user@host:5432/database   four tables in a schema (ouroboros), by COPY, upserted by key
  duckdb:FILE                          the same in a DuckDB file
  csv:FOLDER                           a file a table (RFC 4180); --gzip for .csv.gz
  arrow:FOLDER                         an Arrow IPC file a table
  parquet-dir:FOLDER                   the Parquet files in their Hive partitions
  sql:WAREHOUSE                        prints the SQL that loads that folder into bigquery, snowflake, redshift,
                                       athena or databricks (see docs/warehouses)
Of a sweep that runs it is the newest snapshot; the same command takes what was added later.
PGPASSWORD or ~/.pgpass keep a password out of the command line. The same command again goes on where it stopped.

Example:
  ouro export ID --to postgres://analyst@db.example.org/results --schema sweeps`;

/** `ouro export ID --to TARGET`: the dataset elsewhere. */
export function exportCommand(): Command {
  return withStore(withJson(new Command("export")))
    .addArgument(sweepArgument())
    .requiredOption("--to <target>", "where to (see below)")
    .option("--schema <name>", "schema of the database's tables")
    .option("--gzip", "compress CSV files")
    .addHelpText("after", help)
    .action(run);
}

/** The SQL for a warehouse, with the columns of this very sweep. */
async function printSql(id: string, name: string, options: ExportCommandOptions): Promise<void> {
  const warehouse = warehouseNamed(name);
  const { plan } = await heldSweep(options.store, id);
  const place = { location: warehouse.bucket, database: options.schema ?? "ouroboros", sweepId: id };
  const statements = statementsFor(warehouse, place, tablesOf(plan));
  if (options.json) output.json(statements);
  else output.line(scriptOf(statements));
}

async function run(id: string, options: ExportCommandOptions): Promise<void> {
  if (options.to.startsWith("sql:")) {
    await printSql(id, options.to.slice("sql:".length), options);
    return;
  }
  const target = parseTarget(options.to, id);
  if (options.gzip && target.kind !== "csv")
    throw new ParameterError("--gzip", "with csv", target.kind, "It compresses CSV files.");
  const isDatabase = target.kind === "postgres" || target.kind === "duckdb";
  if (options.schema !== undefined && (!isDatabase || options.schema === ""))
    throw new ParameterError("--schema", "a name, and with a database", options.schema || target.kind);
  const { exportDataset } = await import("../export/export.ts"); // it brings drivers that other commands do without
  const interrupted = new AbortController();
  const onSignal = (): void => {
    if (interrupted.signal.aborted) process.exit(exitCode.interrupted);
    output.note("Stopping. The same command goes on from here (again to stop at once).");
    interrupted.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    const result = await exportDataset(openStore(options.store), id, target, {
      schema: options.schema,
      gzip: options.gzip,
      signal: interrupted.signal,
      onProgress: ({ table, rows, total }) =>
        output.status(
          `${table}: ${formatCount(rows)} of ${formatCount(total)} rows (${((100 * rows) / Math.max(1, total)).toFixed(0)} %)`,
        ),
    });
    const to = nameOf(target);
    if (options.json) {
      output.json({ sweepId: id, to, ...result });
      return;
    }
    output.note(`${id}, snapshot ${result.snapshot} → ${to}`);
    noteExtent(result.extent);
    for (const table of tableNames) {
      const { rows, written, removed } = result.tables[table];
      const gone = removed > 0 ? `, ${formatCount(removed)} gone` : "";
      output.line(
        `${table.padEnd(11)}  ${formatCount(rows)} rows, ${formatCount(written)} of them written now${gone}`,
      );
    }
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.exitCode = exitCode.interrupted;
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}
