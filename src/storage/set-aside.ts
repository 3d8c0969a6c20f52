import { createHash } from "node:crypto";
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

/** Whether the bytes of a part are those that its checkpoint vouches for. */
export function isPart(bytes: Uint8Array | undefined, entry: PartEntry): bytes is Uint8Array {
  return bytes?.length === entry.bytes && sha256(bytes) === entry.sha256;
}

/** SHA-256 of some bytes, hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
