import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type WarehouseName, warehouses } from "../../src/export/warehouses/registry.ts";
import { datasetPage } from "./dataset-page.ts";
import { dbtSchema } from "./dbt-example.ts";
import { exampleTables } from "./example-sweep.ts";
import { warehousePage } from "./warehouse-page.ts";

const names = Object.keys(warehouses) as WarehouseName[];

// Where one of these fails, `npm run docs` writes the page anew.
describe("a generated page is up to date", () => {
  it("docs/dataset.md", async () => {
    await expect(datasetPage()).toMatchFileSnapshot("../../docs/dataset.md");
  });

  it.each(names)("docs/warehouses/%s.md", async (name) => {
    await expect(warehousePage(name)).toMatchFileSnapshot(`../../docs/warehouses/${name}.md`);
  });

  it("docs/warehouses/dbt/models/staging/schema.yml", async () => {
    await expect(dbtSchema()).toMatchFileSnapshot("../../docs/warehouses/dbt/models/staging/schema.yml");
  });
});

describe("the statements for a warehouse", () => {
  const text = (name: WarehouseName): string =>
    readFileSync(fileURLToPath(new URL(`../../docs/warehouses/${name}.md`, import.meta.url)), "utf8");

  it.each(names)("of %s name every column of every table", (name) => {
    const page = text(name);
    for (const { schema, columns } of exampleTables) {
      const create =
        page.slice(page.indexOf(`-- the table ${schema.name}`)).split(";\n\n-- the table")[0] ?? "";
      for (const column of columns)
        expect(create).toMatch(new RegExp(`^\\s+["\`]?${column.name}["\`]? \\S`, "m"));
    }
  });
});
