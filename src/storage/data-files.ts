import { hash } from "node:crypto";
import type { Cell } from "../core/cell.ts";
import { CorruptionError } from "../core/errors.ts";
import { shared } from "../core/files/shared.ts";
import type { Plan, PlannedFile } from "../spec/plan.ts";
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
    const content = await contentOf(store, plan, file);
    if (typeof content === "string")
      throw new CorruptionError(
        `${fileKey(plan.sweepId, file)} ${faults[content]} Remove it and run the sweep's spec again.`,
      );
    contents.set(file.value, shared(content));
  }
  return { ...plan, cells: plan.cells.map((cell) => attached(cell, contents)) };
}

/** A file that a plan cannot do with. */
export interface DamagedFile {
  readonly key: string;
  readonly fault: keyof typeof faults;
}

/** Files of a plan that are gone or are not what was registered. */
export async function damagedFiles(store: Store, plan: Plan): Promise<DamagedFile[]> {
  const damaged: DamagedFile[] = [];
  for (const file of plan.files ?? []) {
    const content = await contentOf(store, plan, file);
    if (typeof content === "string") damaged.push({ key: fileKey(plan.sweepId, file), fault: content });
  }
  return damaged;
}

const faults = { missing: "is missing.", changed: "is not what the sweep was registered with." } as const;

/** A file's bytes, or what is wrong with it. */
async function contentOf(
  store: Store,
  plan: Plan,
  file: PlannedFile,
): Promise<Uint8Array | keyof typeof faults> {
  const bytes = await store.read(fileKey(plan.sweepId, file));
  if (bytes === undefined) return "missing";
  return hash("sha256", bytes, "hex") === file.sha256 ? bytes : "changed";
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
