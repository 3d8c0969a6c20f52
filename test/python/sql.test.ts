import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { statementsFor, type WarehouseName, warehouses } from "../../src/export/warehouses/registry.ts";
import { pythonWith } from "../support/python.ts";
import { exampleTables } from "../docs/example-sweep.ts";

const python = pythonWith("sqlglot");
if (python === undefined)
  console.warn("sqlglot is not installed for OURO_PYTHON or python3: the SQL for warehouses is NOT parsed.");

const names = Object.keys(warehouses) as WarehouseName[];
const dbt = (file: string): string =>
  readFileSync(
    fileURLToPath(new URL(`../../docs/warehouses/dbt/models/staging/${file}`, import.meta.url)),
    "utf8",
  );
const models = ["stg_ouroboros__generations", "stg_ouroboros__cells"];

interface Checked {
  readonly kind: string | null;
  readonly error: string | null;
}

function check(statements: readonly { dialect: string; sql: string; schema?: unknown }[]): Checked[] {
  const script = fileURLToPath(new URL("check-sql.py", import.meta.url));
  return JSON.parse(
    execFileSync(python ?? "", [script], { input: JSON.stringify(statements), encoding: "utf8" }),
  ) as Checked[];
}

/** What dbt makes of a model where a source is a table of that name. */
const rendered = (model: string): string =>
  dbt(`${model}.sql`).replace(/\{\{ source\('ouroboros', '(\w+)'\) \}\}/g, "ouroboros.$1");

describe.skipIf(python === undefined)("a parser of every warehouse's SQL", () => {
  it.each(names)("understands all statements for %s", (name) => {
    const place = { location: warehouses[name].bucket, database: "ouroboros", sweepId: "it-s-0123456789" };
    const statements = statementsFor(warehouses[name], place, exampleTables);
    const checked = check(statements.map(({ sql }) => ({ dialect: name, sql })));
    expect(checked.filter(({ error }) => error !== null)).toEqual([]);
    // Passed through unread: one statement of Hive's that sqlglot does not take apart.
    const unread = statements.filter((_, index) => checked[index]?.kind === "Command").map(({ sql }) => sql);
    expect(unread.filter((sql) => !/^MSCK REPAIR TABLE `\w+`\.`\w+`$/.test(sql))).toEqual([]);
  });

  it.each(names)("finds what is wrong in a statement for %s", (name) => {
    const [checked] = check([{ dialect: name, sql: "CREATE TABLE x (a INTEGER,, b INTEGER" }]);
    expect(checked?.error).not.toBeNull();
  });

  it.each(names)("resolves every column of the dbt models for %s", (name) => {
    const schema = {
      ouroboros: Object.fromEntries(
        exampleTables.map(({ schema: table, columns }) => [
          table.name,
          Object.fromEntries(
            columns.map((column) => [column.name, column.type === "DOUBLE" ? "DOUBLE" : "VARCHAR"]),
          ),
        ]),
      ),
    };
    const statements = models.map((model) => ({ dialect: name, sql: rendered(model), schema }));
    expect(check(statements).map(({ error }) => error)).toEqual([null, null]);
    const wrong = statements.map((each) => ({ ...each, sql: each.sql.replace(/samples/g, "simples") }));
    expect(check(wrong).map(({ error }) => typeof error)).toEqual(["string", "string"]);
  });
});

it("names tables and models alike in the dbt example", () => {
  const { models: described, sources } = parse(dbt("schema.yml")) as {
    models: { name: string }[];
    sources: { tables: { name: string }[] }[];
  };
  expect(described.map(({ name }) => name).sort()).toEqual([...models].sort());
  const tables = sources[0]?.tables.map(({ name }) => name);
  for (const model of models)
    for (const [, table] of dbt(`${model}.sql`).matchAll(/source\('ouroboros', '(\w+)'\)/g))
      expect(tables).toContain(table);
});
