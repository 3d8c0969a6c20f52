import { hash } from "node:crypto";
import type { Cell } from "../core/cell.ts";
import { CorruptionError } from "../core/errors.ts";
import type { Plan } from "../spec/plan.ts";
import { shared } from "../spec/shared.ts";
import { fileKey } from "./layout.ts";
import type { Store } from "./store.ts";

/** Writes the files that a plan's cells name, those that are not there yet. A plan is written after its files. */
export async function writeFiles(store: Store, plan: Plan): Promise<void> {
  for (const file of plan.files ?? []) {
    const bytes = bytesOf(plan, file.value);
    if (bytes) await store.create(fileKey(plan.sweepId, file), bytes);
  }
}

/**
 * A plan with the bytes of its files attached to the cells that name them.
 *
 * @throws {CorruptionError} when a file is gone or is not what was registered
 */
export async function withFiles(store: Store, plan: Plan): Promise<Plan> {
  if (plan.files === undefined) return plan;
  const contents = new Map<string, Uint8Array>();
  for (const file of plan.files) {
    const key = fileKey(plan.sweepId, file);
    const bytes = await store.read(key);
    if (bytes === undefined || hash("sha256", bytes, "hex") !== file.sha256)
      throw new CorruptionError(
        `${key} must be the file that ${plan.sweepId} was registered with; got ${bytes === undefined ? "nothing" : "other bytes"}. Remove it and run the sweep's spec again.`,
      );
    contents.set(file.value, shared(bytes));
  }
  return { ...plan, cells: plan.cells.map((cell) => attached(cell, contents)) };
}

function attached(cell: Cell, contents: ReadonlyMap<string, Uint8Array>): Cell {
  const found = Object.entries(cell.parameters).flatMap(([name, value]) => {
    const bytes = typeof value === "string" ? contents.get(value) : undefined;
    return bytes ? [[name, bytes] as const] : [];
  });
  return found.length > 0 ? { ...cell, files: Object.fromEntries(found) } : cell;
}

function bytesOf({ cells }: Plan, value: string): Uint8Array | undefined {
  for (const { parameters, files } of cells)
    for (const [name, bytes] of Object.entries(files ?? {})) if (parameters[name] === value) return bytes;
  return undefined;
}
