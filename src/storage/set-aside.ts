import { createHash } from "node:crypto";
import { CorruptionError, StoreError } from "../core/errors.ts";
import type { PartEntry } from "./checkpoint.ts";
import { quarantineKey } from "./layout.ts";
import type { Store } from "./store.ts";

/** A blob that could not be trusted and was moved into quarantine. */
export interface SetAside {
  readonly key: string;
  readonly reason: string;
}

/**
 * Moves a blob that cannot be trusted out of the way; the bytes stay for a look. Where somebody has put other bytes there
 * since they were read, these stay.
 *
 * @throws {StoreError}
 */
export async function setAside(store: Store, sweepId: string, key: string, bytes: Uint8Array): Promise<void> {
  await store.write(quarantineKey(sweepId, key), bytes);
  const now = await store.read(key);
  if (now !== undefined && Buffer.compare(now, bytes) === 0) await store.remove(key);
}

/**
 * The bytes of a part, as its checkpoint vouches for them.
 *
 * @param room where they may be put, as `Store.read` takes it
 * @throws {CorruptionError} when they changed: the part is set aside, and its rows are made anew
 * @throws {StoreError} when it is gone
 */
export async function readPart(
  store: Store,
  sweepId: string,
  entry: PartEntry,
  room?: Uint8Array,
): Promise<Uint8Array> {
  const bytes = await store.read(entry.key, room);
  if (bytes === undefined)
    throw new StoreError(`${entry.key} went away while it was being read. Run the same command again.`);
  if (isPart(bytes, entry)) return bytes;
  await setAside(store, sweepId, entry.key, bytes);
  throw new CorruptionError(
    `${entry.key} is not what was committed, and was moved into quarantine. Run the same command again: its rows are made anew.`,
  );
}

/** Whether the bytes of a part are those that its checkpoint vouches for. */
export function isPart(bytes: Uint8Array | undefined, entry: PartEntry): bytes is Uint8Array {
  return bytes?.length === entry.bytes && sha256(bytes) === entry.sha256;
}

/** SHA-256 of some bytes, hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
