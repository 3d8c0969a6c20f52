import type { ColumnType } from "../../storage/dataset/schema.ts";
import type { TableName } from "../../storage/dataset/manifest.ts";
import { description, escaped, lines, type Place, type Warehouse } from "./warehouse.ts";

const types: Readonly<Record<ColumnType, string>> = {
  VARCHAR: "string",
  BOOLEAN: "boolean",
  BIGINT: "bigint",
  DOUBLE: "double",
  "TIMESTAMP WITH TIME ZONE": "timestamp",
};

const quoted = (column: string): string => `\`${column}\``;

/** What the folders below a table's are named after. Athena wants a column in the folders' names or in the files. */
const partitions = (table: TableName): readonly string[] =>
  table === "generations" ? ["sweep_id", "by_family", "by_regime"] : ["sweep_id"];

const meanings: Readonly<Record<string, string>> = {
  sweep_id: "the sweep, by its folder",
  by_family: "`family`, by its folder: a condition on it leaves files unread",
  by_regime: "`regime`, by its folder: a condition on it leaves files unread",
};

const name = ({ database }: Place, table: string): string => `${quoted(database)}.${quoted(table)}`;

/** Amazon Athena, and everything else that reads AWS Glue's catalogue. Nothing is loaded: it reads the files. */
export const athena: Warehouse = {
  title: "Amazon Athena",
  bucket: "s3://BUCKET/ouroboros",
  copy: "aws s3 sync --delete",
  notes: [
    "Files are read where they lie, columns by name: a file without a column of the table gives nulls, so that sweeps of all families share a table.",
    "`sweep_id` and, in `generations`, `by_family` and `by_regime` come from the folders' names: conditions on them leave files unread.",
    "Parameters and metrics of other families: `ALTER TABLE … ADD COLUMNS`.",
  ],
  setup: (place) => [
    { purpose: "the database", sql: `CREATE DATABASE IF NOT EXISTS ${quoted(place.database)}` },
  ],
  create: (place, { schema, columns }) => {
    const folders = partitions(schema.name);
    const line = (column: (typeof columns)[number]): string =>
      `${quoted(column.name)} ${types[column.type]} COMMENT ${escaped(description(column))}`;
    return {
      purpose: `the table ${schema.name}`,
      sql: `CREATE EXTERNAL TABLE IF NOT EXISTS ${name(place, schema.name)} (
${lines(columns.filter((column) => !folders.includes(column.name)).map(line))}
)
COMMENT ${escaped(schema.meaning)}
PARTITIONED BY (
${lines(folders.map((folder) => `${quoted(folder)} string COMMENT ${escaped(meanings[folder] ?? "")}`))}
)
STORED AS PARQUET
LOCATION ${escaped(`${place.location}/${schema.name}/`)}`,
    };
  },
  load: (place, { schema }) => [
    { purpose: "the folders that are there now", sql: `MSCK REPAIR TABLE ${name(place, schema.name)}` },
  ],
};
