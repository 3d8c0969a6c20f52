import { Command } from "commander";
import { formatCount } from "../report/format.ts";
import { csvText, displayText, jsonText } from "../report/value-text.ts";
import { extentOf } from "../storage/dataset/extent.ts";
import { type QueryStream, streamQuery } from "../storage/dataset/query.ts";
import type { QueryValue } from "../storage/dataset/query-value.ts";
import { openStore } from "../storage/open.ts";
import { noteExtent } from "./extent.ts";
import { type StoreOptions, sweepArgument, withJson, withStore } from "./options.ts";
import { output } from "./output.ts";

interface QueryOptions extends StoreOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** A table is laid out as a whole; longer answers are for --csv and --json, which hold nothing back. */
const tableRows = 10_000;
const widestCell = 100;

/** `ouro query ID "SQL"`: DuckDB over the tables of a dataset. */
export function queryCommand(): Command {
  return withStore(withJson(new Command("query")))
    .addArgument(sweepArgument())
    .argument("<sql>", "the query")
    .option("--csv", "print CSV")
    .addHelpText(
      "after",
      `
Of a sweep that runs the newest snapshot answers, with the chains that had ended; how many those are is said on
standard error.

JSON has no NaN and no infinities: they are printed as "NaN", "Infinity" and "-Infinity".

Example:
  ouro query ID "SELECT regime, generation, avg(test_error) FROM generations GROUP BY ALL"`,
    )
    .action(async (id: string, sql: string, options: QueryOptions) => {
      const store = openStore(options.store);
      const stream = await streamQuery(store, id, sql);
      try {
        noteExtent(await extentOf(store, stream.manifest));
        if (options.json) await printJson(stream);
        else if (options.csv) await printCsv(stream);
        else await printTable(stream);
      } finally {
        await stream.close();
      }
    });
}

async function printJson({ columns, rows }: QueryStream): Promise<void> {
  let line = "[";
  for await (const row of rows) {
    const fields = columns.map(({ name }, i) => `${JSON.stringify(name)}: ${jsonText(row[i] ?? null)}`);
    output.line(line);
    if (output.isReaderGone()) return;
    line = `  {${fields.join(", ")}},`;
  }
  output.line(line === "[" ? "[" : line.slice(0, -1));
  output.line("]");
}

async function printCsv({ columns, rows }: QueryStream): Promise<void> {
  output.line(columns.map(({ name }) => csvText(name)).join(","));
  for await (const row of rows) {
    if (output.isReaderGone()) return;
    output.line(row.map(csvText).join(","));
  }
}

async function printTable({ columns, rows }: QueryStream): Promise<void> {
  const held: (readonly QueryValue[])[] = [];
  for await (const row of rows) {
    if (held.length === tableRows) {
      output.note(`Only the first ${formatCount(tableRows)} rows are shown; --csv and --json print all.`);
      break;
    }
    held.push(row);
  }
  const cells = [columns.map(({ name }) => name), ...held.map((row) => row.map(displayCell))];
  const widths = columns.map((_, i) => cells.reduce((most, row) => Math.max(most, length(row[i] ?? "")), 0));
  const isText = columns.map((_, i) => held.some((row) => typeof row[i] === "string"));
  for (const [index, row] of cells.entries()) {
    const padded = row.map((text, i) => {
      const space = " ".repeat((widths[i] ?? 0) - length(text));
      return isText[i] ? text + space : space + text;
    });
    output.line(padded.join("  ").trimEnd());
    if (index === 0) output.line(widths.map((width) => "─".repeat(width)).join("  "));
  }
}

function displayCell(value: QueryValue): string {
  const text = displayText(value);
  return text.length > widestCell ? `${text.slice(0, widestCell - 1)}…` : text;
}

/** Characters as people count them. */
function length(text: string): number {
  return Array.from(text).length;
}
