import { Command } from "commander";
import { queryDataset, type QueryValue } from "../storage/dataset/query.ts";
import { openStore } from "../storage/open.ts";
import { type StoreOptions, withJson, withStore } from "./options.ts";
import { output } from "./output.ts";

interface QueryOptions extends StoreOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** `ouro query ID "SQL"`: DuckDB over the tables of a dataset. */
export function queryCommand(): Command {
  return withStore(withJson(new Command("query")))
    .description("run SQL (DuckDB's) over a dataset's tables: generations, chains, cells, failures")
    .argument("<id>", "the sweep's id")
    .argument("<sql>", "the query")
    .option("--csv", "print CSV")
    .addHelpText(
      "after",
      '\nExample:\n  ouro query ID "SELECT regime, generation, avg(test_error) FROM generations GROUP BY ALL"',
    )
    .action(async (id: string, sql: string, options: QueryOptions) => {
      const { columns, rows } = await queryDataset(openStore(options.store), id, sql);
      const names = columns.map(({ name }) => name);
      if (options.json)
        output.json(rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))));
      else if (options.csv) for (const row of [names, ...rows]) output.line(row.map(csvField).join(","));
      else printTable(names, rows);
    });
}

function csvField(value: QueryValue | undefined): string {
  const text = display(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function display(value: QueryValue | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function printTable(names: readonly string[], rows: readonly (readonly QueryValue[])[]): void {
  const cells = [names, ...rows.map((row) => row.map(display))];
  const widths = names.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? "").length)));
  const numeric = names.map((_, i) => rows.every((row) => typeof row[i] !== "string"));
  for (const [index, row] of cells.entries()) {
    output.line(
      row
        .map((text, i) => (numeric[i] ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    );
    if (index === 0) output.line(widths.map((width) => "─".repeat(width)).join("  "));
  }
}
