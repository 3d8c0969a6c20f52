import { scriptOf, type WarehouseName, warehouses } from "../../src/export/warehouses/registry.ts";
import { exampleTables } from "./example-sweep.ts";

const sweepId = "SWEEP";

/** docs/warehouses/<name>.md, from the statements that \`ouro export ID --to sql:<name>\` prints. */
export function warehousePage(name: WarehouseName): string {
  const warehouse = warehouses[name];
  const place = { location: warehouse.bucket, database: "ouroboros", sweepId };
  const setup = scriptOf([
    ...warehouse.setup(place),
    ...exampleTables.map((table) => warehouse.create(place, table)),
  ]);
  const load = scriptOf(exampleTables.flatMap((table) => warehouse.load(place, table)));
  return `# ${warehouse.title}

<!-- Generated from src/export/warehouses/${name}.ts by \`npm run docs\`. -->

\`ouro export ID --to sql:${name}\` prints the statements of this page with the parameters and metrics of your sweep; here they are those of
[\`examples/gerstgrasser/figure-7.yaml\`](../../examples/gerstgrasser/figure-7.yaml). The columns are explained in [dataset.md](../dataset.md).

${warehouse.notes.map((note) => `- ${note}`).join("\n")}

## Bring the files

\`\`\`sh
ouro export ${sweepId} --to parquet-dir:out
for table in generations chains cells failures; do
  ${warehouse.copy} out/$table ${warehouse.bucket}/$table/sweep_id=${sweepId}
done
\`\`\`

Again, whenever the sweep has grown: what is gone locally goes in the bucket, too.

## Once

\`\`\`sql
${setup}\`\`\`

## Each time

\`\`\`sql
${load}\`\`\`
`;
}
