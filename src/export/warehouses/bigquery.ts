import type { ColumnType } from "../../storage/dataset/schema.ts";
import { description, escaped, lines, type Place, type Warehouse } from "./warehouse.ts";

const types: Readonly<Record<ColumnType, string>> = {
  VARCHAR: "STRING",
  BOOLEAN: "BOOL",
  BIGINT: "INT64",
  DOUBLE: "FLOAT64",
  "TIMESTAMP WITH TIME ZONE": "TIMESTAMP",
};

const name = ({ database }: Place, table: string): string => `\`${database}\`.\`${table}\``;

/** Google BigQuery. A LOAD cannot stand in a transaction: so it fills a staging table, whose rows then change places. */
export const bigquery: Warehouse = {
  title: "Google BigQuery",
  bucket: "gs://BUCKET/ouroboros",
  copy: "gcloud storage rsync --recursive --delete-unmatched-destination-objects",
  notes: [
    "NaN is kept, and makes a mean NaN: filter with `WHERE NOT IS_NAN(…)` where a metric may be NaN.",
    "A table's columns must be there before a file with more of them is loaded: `ALTER TABLE … ADD COLUMN`.",
  ],
  setup: (place) => [{ purpose: "the dataset", sql: `CREATE SCHEMA IF NOT EXISTS \`${place.database}\`` }],
  create: (place, { schema, columns }) => ({
    purpose: `the table ${schema.name}`,
    sql: `CREATE TABLE IF NOT EXISTS ${name(place, schema.name)} (
${lines([
  ...columns.map(
    (column) =>
      `\`${column.name}\` ${types[column.type]}${column.nulls ? "" : " NOT NULL"} OPTIONS (description = ${escaped(description(column))})`,
  ),
  `PRIMARY KEY (${schema.key.map((key) => `\`${key}\``).join(", ")}) NOT ENFORCED`,
])}
)
CLUSTER BY ${["sweep_id", "cell_id"].map((key) => `\`${key}\``).join(", ")}
OPTIONS (description = ${escaped(schema.meaning)})`,
  }),
  load: (place, { schema, columns }) => {
    const [table, staging] = [name(place, schema.name), name(place, `${schema.name}_staging`)];
    const names = columns.map((column) => `\`${column.name}\``).join(", ");
    return [
      {
        purpose: "a staging table, made anew with the columns of the files",
        sql: `LOAD DATA OVERWRITE ${staging}
FROM FILES (
  format = 'PARQUET',
  uris = [${escaped(`${place.location}/${schema.name}/sweep_id=${place.sweepId}/*`)}]
)`,
      },
      {
        purpose: "in one transaction, out with the sweep's old rows and in with the new ones",
        sql: "BEGIN TRANSACTION",
      },
      { purpose: "", sql: `DELETE FROM ${table} WHERE sweep_id = ${escaped(place.sweepId)}` },
      { purpose: "", sql: `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${staging}` },
      { purpose: "", sql: "COMMIT TRANSACTION" },
    ];
  },
};
