import { ParameterError } from "../../core/errors.ts";
import * as all from "./all.ts";
import type { Place, Statement, Warehouse, WarehouseTable } from "./warehouse.ts";

export type WarehouseName = keyof typeof all;

/** Warehouses whose SQL is known. */
export const warehouses: Readonly<Record<WarehouseName, Warehouse>> = all;

/** A warehouse by its name. @throws {ParameterError} */
export function warehouseNamed(name: string): Warehouse {
  const found = Object.hasOwn(warehouses, name) ? warehouses[name as WarehouseName] : undefined;
  if (found) return found;
  throw new ParameterError("warehouse", `one of ${Object.keys(warehouses).join(", ")}`, name);
}

/** Everything that brings tables into a warehouse, in the order in which it is run. */
export function statementsFor(
  warehouse: Warehouse,
  place: Place,
  tables: readonly WarehouseTable[],
): readonly Statement[] {
  return [
    ...warehouse.setup(place),
    ...tables.map((table) => warehouse.create(place, table)),
    ...tables.flatMap((table) => warehouse.load(place, table)),
  ];
}

/** Statements as one script. */
export function scriptOf(statements: readonly Statement[]): string {
  return statements.map(({ purpose, sql }) => `${purpose && `-- ${purpose}\n`}${sql};\n`).join("\n");
}
