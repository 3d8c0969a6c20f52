import type { ColumnType } from "../../storage/dataset/schema.ts";
import { description, lines, literal, type Place, type Warehouse } from "./warehouse.ts";

const types: Readonly<Record<ColumnType, string>> = {
  VARCHAR: "VARCHAR(65535)",
  BOOLEAN: "BOOLEAN",
  BIGINT: "BIGINT",
  DOUBLE: "DOUBLE PRECISION",
  "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ",
};

const quoted = (column: string): string => `"${column.replaceAll('"', '""')}"`;
const name = ({ database }: Place, table: string): string => `${quoted(database)}.${quoted(table)}`;

/** Amazon Redshift. COPY of Parquet goes by position: the columns of the table are those of the files, in their order. */
export const redshift: Warehouse = {
  title: "Amazon Redshift",
  bucket: "s3://BUCKET/ouroboros",
  copy: "aws s3 sync --delete",
  notes: [
    "COPY of Parquet goes by position: a table has the columns of one family's sweeps. Sweeps with other columns go into a schema of their own.",
    "A text longer than 65,535 bytes is refused by COPY; only messages of failures can be that long.",
    "Replace the role's ARN by one that may read the bucket.",
  ],
  setup: (place) => [{ purpose: "the schema", sql: `CREATE SCHEMA IF NOT EXISTS ${quoted(place.database)}` }],
  create: (place, { schema, columns }) => ({
    purpose: `the table ${schema.name}`,
    sql: `CREATE TABLE IF NOT EXISTS ${name(place, schema.name)} (
${columns
  .map((column) => {
    const line = `  ${quoted(column.name)} ${types[column.type]}${column.nulls ? "" : " NOT NULL"}, -- ${description(column)}`;
    return line;
  })
  .join("\n")}
${lines([`PRIMARY KEY (${schema.key.map(quoted).join(", ")})`])}
)
DISTSTYLE AUTO
COMPOUND SORTKEY (${schema.key.map(quoted).join(", ")})`,
  }),
  load: (place, { schema }) => [
    { purpose: "in one transaction, out with the sweep's old rows and in with the new ones", sql: "BEGIN" },
    {
      purpose: "",
      sql: `DELETE FROM ${name(place, schema.name)} WHERE sweep_id = ${literal(place.sweepId)}`,
    },
    {
      purpose: "",
      sql: `COPY ${name(place, schema.name)}
FROM ${literal(`${place.location}/${schema.name}/sweep_id=${place.sweepId}/`)}
IAM_ROLE 'arn:aws:iam::123456789012:role/ouroboros'
FORMAT AS PARQUET`,
    },
    { purpose: "", sql: "COMMIT" },
  ],
};
