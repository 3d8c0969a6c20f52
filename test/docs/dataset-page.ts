import { familyNamed, familyNames } from "../../src/core/families/registry.ts";
import { type ColumnSchema, tableSchemas } from "../../src/storage/dataset/schema.ts";

const brought = {
  parameters: "a column a parameter of family and regime (see below)",
  metrics: "a nullable DOUBLE a metric of the family (see below)",
};

/** docs/dataset.md, from the schema and the registry of families. */
export function datasetPage(): string {
  return `# The dataset

<!-- Generated from src/storage/dataset/schema.ts and the families by \`npm run docs\`. -->

Four tables, each a folder of Parquet files below \`<sweep>/dataset/\`. \`manifest.json\` names the files that count: a file that it does
not name is either not yet or no longer part of the dataset. Everybody who reads files by a pattern rather than through the manifest
(a warehouse, a glob) should read a copy made by \`ouro export ID --to parquet-dir:FOLDER\`, which has these files and no others.

- Names are lower_snake. Every column is nullable in the files; where this page says *never null*, none is.
- Numbers keep every bit: NaN, ±Inf and −0 stand as they are, and mean what they say. Null means that there is no number, and
  \`status\` says why. A metric that is infinite is an answer, not a missing one.
- Keys are VARCHAR or BIGINT. Points in time, where there are any, are microseconds, UTC.
- Parameters are plain columns with one type in all sweeps: a number is a DOUBLE whether or not it is whole here; lists, and
  parameters that are of several types in one sweep, are JSON text.
- A parameter whose name is taken gets the prefix \`regime_\` (a regime's, by a family's) or \`param_\`, a metric \`metric_\`.
- Files are ZSTD, with statistics on every column, sorted. \`generations\` is in Hive partitions, \`by_family=…/by_regime=…\`, whose keys
  repeat the columns \`family\` and \`regime\` of the files under names of their own, so that readers of either kind open it as it is.
  File metadata hold the sweep, the spec and its digest, versions, and the digest of the rows.
- Schemas only grow: a later version may add columns, and changes or removes none. Readers that unite files by name
  (\`union_by_name\` in DuckDB) read old and new ones together. Files of the first builds have INT32 where INT64 stands here, which not every
  reader unites: run the sweep's spec once more, and they are made anew.
- A metric that came with a later version than the one that computed a row is null there. The digest is of the metrics that were
  computed: two versions give a sweep the same one only where they know the same metrics.

| DuckDB | Parquet | PostgreSQL | pandas (pyarrow) |
|---|---|---|---|
| VARCHAR | BYTE_ARRAY, STRING | text | string |
| BOOLEAN | BOOLEAN | boolean | bool |
| BIGINT | INT64 | bigint | int64 |
| DOUBLE | DOUBLE | double precision | double |
| TIMESTAMP WITH TIME ZONE | INT64, TIMESTAMP(micros, UTC) | timestamptz | timestamp[us, UTC] |

## Snapshots

The dataset grows while the sweep runs. Each publication is a snapshot: \`snapshots/<number>.json\`, created once and never changed, is
its manifest and its commit point; \`manifest.json\` is the newest one. Whoever reads the files that one manifest names sees
each row once, and of each chain as many generations as \`chains\` says. Rows that are there stay in their files; \`chains\`, \`cells\` and \`failures\` are written anew. While the sweep
runs \`cells\` is of the chains that have ended: where \`chains\` has others that are not \`complete\`, means and verdicts of the cell are not
final. The manifest counts both (\`cellsComplete\` of \`cells\`, \`chainsComplete\` of \`chains\`). Files that no newer snapshot
names stay for ten minutes after they were replaced, those of the two newest snapshots always. Of two publications at once the
first to create its manifest wins, and the other goes on from there. \`coverage/\` is for the next publication; readers need it not.
Parts stay in the store beside the dataset, and take up to twice its room: checkpoints name them by digest, and \`ouro extend\`,
\`ouro fsck\` and other sweeps that share cells read them. Rows of the dataset alone could not take their place, since a part is
checked by its bytes. Who needs the dataset only can copy it out (\`ouro export\`) and remove the sweep.

## Apache Iceberg

\`iceberg/<table>/\` makes each table an Iceberg table (format version 2) over the same files, for readers without a catalog: \`metadata/\`
holds \`version-hint.text\`, \`v<snapshot>.metadata.json\`, a manifest list and a manifest. They follow \`manifest.json\`, a moment later
and table by table; of snapshots they know the newest one. \`generations\` is partitioned by family and regime. A column's
number (\`field_id\` in the files) follows from its name alone, so it is the same in all sweeps; files of the first builds have none, and
are read by names (\`schema.name-mapping.default\`). Places in them are absolute (\`file:///…\`, \`s3://…\`): after the store was moved, run
the sweep's spec once more where it is now. Do not write to these tables, and let no other tool expire their snapshots.

| reader | |
|---|---|
| pyiceberg | \`StaticTable.from_metadata("…/dataset/iceberg/generations").scan().to_arrow()\` |
| DuckDB | \`SELECT … FROM iceberg_scan('…/dataset/iceberg/generations')\` |
| Spark | \`spark.read.format("iceberg").load("file:///…/dataset/iceberg/generations")\` |

${tableSchemas.map(tableSection).join("\n")}
## Parameters and metrics

The columns that a family brings. A metric is null where the status left no number, and where it says so.
Other columns come from regimes (\`ouro regimes\`).

${familyNames.map(familySection).join("\n")}
More: [warehouses](warehouses), [Python and R](readers.md).
`;
}

function tableSection(schema: (typeof tableSchemas)[number]): string {
  const [first, second] = schema.brings;
  const rows = [
    ...schema.before.map(row),
    ...(first ? [`| … | | | ${brought[first]} | |`] : []),
    ...schema.between.map(row),
    ...(second ? [`| … | | | ${brought[second]} | |`] : []),
    ...schema.after.map(row),
  ];
  return `## \`${schema.name}\`

${capital(schema.meaning)}. Key: ${schema.key.map((name) => `\`${name}\``).join(", ")}. Sorted by ${schema.order}.

| column | type | unit | meaning | null when |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

function row({ name, type, unit, meaning, nulls }: ColumnSchema): string {
  return `| \`${name}\` | ${type} | ${unit ?? ""} | ${cell(meaning)} | ${nulls ? cell(nulls) : "never"} |`;
}

function familySection(name: string): string {
  const { title, parameters, metrics } = familyNamed(name);
  return `### \`${name}\`: ${title}

| parameter | type | must be |
|---|---|---|
${parameters.map((each) => `| \`${each.name}\` | ${each.type} | ${cell(each.must)} |`).join("\n")}

| metric | unit | meaning | defined where |
|---|---|---|---|
${metrics.map((each) => `| \`${each.name}\` | ${each.unit} | ${cell(each.meaning)} | ${cell(each.definedWhere ?? "everywhere")} |`).join("\n")}
`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
