import type { ColumnType } from "../../storage/dataset/schema.ts";
import { description, escaped, lines, type Place, type Warehouse } from "./warehouse.ts";

const types: Readonly<Record<ColumnType, string>> = {
  VARCHAR: "STRING",
  BOOLEAN: "BOOLEAN",
  BIGINT: "BIGINT",
  DOUBLE: "DOUBLE",
  "TIMESTAMP WITH TIME ZONE": "TIMESTAMP",
};

const quoted = (column: string): string => `\`${column.replaceAll("`", "``")}\``;
const name = ({ database }: Place, table: string): string => `${quoted(database)}.${quoted(table)}`;

/** Databricks, with Delta tables. REPLACE WHERE changes a sweep's rows in one commit. */
export const databricks: Warehouse = {
  title: "Databricks",
  bucket: "s3://BUCKET/ouroboros",
  copy: "aws s3 sync --delete",
  notes: [
    "The location needs an external location of yours in Unity Catalog; `gs://` and `abfss://` work alike.",
    "NaN is kept and compares as the largest number; −0 equals 0.",
    "Parameters and metrics of other families: `ALTER TABLE … ADD COLUMNS`.",
  ],
  setup: (place) => [{ purpose: "the schema", sql: `CREATE SCHEMA IF NOT EXISTS ${quoted(place.database)}` }],
  create: (place, { schema, columns }) => ({
    purpose: `the table ${schema.name}`,
    sql: `CREATE TABLE IF NOT EXISTS ${name(place, schema.name)} (
${lines(
  columns.map(
    (column) =>
      `${quoted(column.name)} ${types[column.type]}${column.nulls ? "" : " NOT NULL"} COMMENT ${escaped(description(column))}`,
  ),
)}
)
USING DELTA
CLUSTER BY (${["sweep_id", "cell_id"].map(quoted).join(", ")})
COMMENT ${escaped(schema.meaning)}`,
  }),
  load: (place, { schema, columns }) => {
    const names = columns.map((column) => quoted(column.name)).join(", ");
    return [
      {
        purpose: "in one commit, out with the sweep's old rows and in with the new ones",
        sql: `INSERT INTO ${name(place, schema.name)}
REPLACE WHERE ${quoted("sweep_id")} = ${escaped(place.sweepId)}
SELECT ${names}
FROM read_files(
  ${escaped(`${place.location}/${schema.name}/sweep_id=${place.sweepId}/`)},
  format => 'parquet',
  partitionColumns => ''
)`,
      },
    ];
  },
};
