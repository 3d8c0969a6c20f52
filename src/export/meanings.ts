import type { TableName } from "../storage/dataset/manifest.ts";
import { columnsOf, tableSchemas } from "../storage/dataset/schema.ts";
import { readBarePlan } from "../storage/registration.ts";
import type { Store } from "../storage/store.ts";
import { tablesOf } from "./warehouses/tables.ts";
import { description } from "./warehouses/warehouse.ts";

/** What a database is told of a table and its columns. */
export interface TableMeaning {
  readonly table: string;
  readonly columns: ReadonlyMap<string, string>;
}

export type Meanings = Readonly<Record<TableName, TableMeaning>>;

/** What docs/dataset.md says of a sweep's tables; of parameters and metrics nothing where its plan cannot be read. */
export async function meaningsOf(store: Store, sweepId: string): Promise<Meanings> {
  const tables = await readBarePlan(store, sweepId)
    .then((plan) => plan && tablesOf(plan))
    // The rows are what is exported, and they are whole without it.
    .catch(() => undefined);
  const known = tables ?? tableSchemas.map((schema) => ({ schema, columns: columnsOf(schema, nothing) }));
  const entries = known.map(({ schema, columns }) => {
    const meanings = new Map(columns.map((column) => [column.name, description(column)]));
    return [schema.name, { table: schema.meaning, columns: meanings }] as const;
  });
  return Object.fromEntries(entries) as unknown as Meanings;
}

const nothing = { parameters: [], metrics: [] } as const;
