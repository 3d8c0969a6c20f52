import type { ColumnType } from "../../storage/dataset/schema.ts";
import { description, lines, literal, type Place, type Warehouse } from "./warehouse.ts";

const types: Readonly<Record<ColumnType, string>> = {
  VARCHAR: "VARCHAR",
  BOOLEAN: "BOOLEAN",
  BIGINT: "NUMBER(19, 0)",
  DOUBLE: "DOUBLE",
  "TIMESTAMP WITH TIME ZONE": "TIMESTAMP_TZ(6)",
};

/** Words that Snowflake takes for its own where a column's name stands. */
const reserved: ReadonlySet<string> = new Set([
  "all",
  "any",
  "order",
  "rows",
  "sample",
  "start",
  "table",
  "values",
]);

/** Unquoted names are upper case there, and found in any case; a quoted one would have to be quoted ever after. */
function identifier(column: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(column) && !reserved.has(column.toLowerCase())
    ? column
    : `"${column.replaceAll('"', '""')}"`;
}

const name = ({ database }: Place, table: string): string => `${database}.${table}`;

/** Snowflake. COPY finds columns by name, and skips files that it has loaded unless told otherwise. */
export const snowflake: Warehouse = {
  title: "Snowflake",
  bucket: "s3://BUCKET/ouroboros",
  copy: "aws s3 sync --delete",
  notes: [
    "The stage needs a storage integration of yours in place of `OUROBOROS_INTEGRATION`; `gcs://` and `azure://` work alike.",
    "NaN is kept and compares as the largest number.",
    "A column that a later version brings: `ALTER TABLE … ADD COLUMN`, or `ENABLE_SCHEMA_EVOLUTION = TRUE` on the table.",
  ],
  setup: (place) => [
    { purpose: "the schema", sql: `CREATE SCHEMA IF NOT EXISTS ${place.database}` },
    {
      purpose: "how the files are read",
      sql: `CREATE FILE FORMAT IF NOT EXISTS ${place.database}.ouroboros_parquet
  TYPE = PARQUET
  USE_LOGICAL_TYPE = TRUE`,
    },
    {
      purpose: "where they lie",
      sql: `CREATE STAGE IF NOT EXISTS ${place.database}.ouroboros_files
  URL = ${literal(`${place.location}/`)}
  STORAGE_INTEGRATION = OUROBOROS_INTEGRATION
  FILE_FORMAT = (FORMAT_NAME = '${place.database}.ouroboros_parquet')`,
    },
  ],
  create: (place, { schema, columns }) => ({
    purpose: `the table ${schema.name}`,
    sql: `CREATE TABLE IF NOT EXISTS ${name(place, schema.name)} (
${lines([
  ...columns.map(
    (column) =>
      `${identifier(column.name)} ${types[column.type]}${column.nulls ? "" : " NOT NULL"} COMMENT ${literal(description(column))}`,
  ),
  `PRIMARY KEY (${schema.key.map(identifier).join(", ")})`,
])}
)
CLUSTER BY (sweep_id, cell_id)
COMMENT = ${literal(schema.meaning)}`,
  }),
  load: (place, { schema }) => [
    { purpose: "in one transaction, out with the sweep's old rows and in with the new ones", sql: "BEGIN" },
    {
      purpose: "",
      sql: `DELETE FROM ${name(place, schema.name)} WHERE sweep_id = ${literal(place.sweepId)}`,
    },
    {
      purpose: "",
      sql: `COPY INTO ${name(place, schema.name)}
FROM @${place.database}.ouroboros_files/${schema.name}/sweep_id=${place.sweepId}/
MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE
FORCE = TRUE`,
    },
    { purpose: "", sql: "COMMIT" },
  ],
};
