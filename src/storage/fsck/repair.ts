import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryPrefix } from "../keys.ts";
import { newestRevision, restorePlan } from "../registration.ts";
import { setAside } from "../set-aside.ts";
import type { Store } from "../store.ts";
import type { Finding } from "./finding.ts";

/** After this time nobody is about to name what was written: no step of a sweep lasts longer. */
const settledMs = 24 * 60 * 60 * 1000;

export interface RepairOptions {
  /** Whether it is known that nothing works on the sweep: then clutter of any age is removed. */
  readonly idle: boolean;
  /** ms since 1970. */
  readonly now: number;
}

/**
 * Does what a finding says, but for publishing, which is done once, at the end, and by whoever knows the families.
 *
 * @returns whether it was done
 * @throws {StoreError}
 */
export async function repairFinding(
  store: Store,
  sweepId: string,
  finding: Finding,
  { idle, now }: RepairOptions,
): Promise<boolean> {
  const { key, repair, modified = now } = finding;
  switch (repair) {
    case "set-aside":
    case "remake": {
      const bytes = await store.read(key);
      if (bytes) await setAside(store, sweepId, key, bytes);
      return true;
    }
    case "remove":
      if (!idle && now - modified < settledMs) return false;
      await remove(store, key);
      return true;
    case "restore-plan": {
      const plan = await newestRevision(store, sweepId);
      if (plan) await restorePlan(store, plan);
      return plan !== undefined;
    }
    case "publish":
    case "none":
      return false;
  }
}

/** Half-written files have names that no key may have. */
async function remove(store: Store, key: string): Promise<void> {
  if (key.slice(key.lastIndexOf("/") + 1).startsWith(temporaryPrefix))
    await rm(join(fileURLToPath(store.url), key), { force: true });
  else await store.remove(key);
}
