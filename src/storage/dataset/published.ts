import { ConflictError } from "../../core/errors.ts";
import { listSweeps } from "../registration.ts";
import type { Store } from "../store.ts";
import { type DatasetManifest, readManifest } from "./manifest.ts";

/**
 * The newest manifest of a dataset that there must be.
 *
 * @throws {ConflictError} when nothing was published yet
 * @throws {CorruptionError} when it cannot be read as a manifest
 * @throws {StoreError}
 */
export async function publishedManifest(store: Store, sweepId: string): Promise<DatasetManifest> {
  const manifest = await readManifest(store, sweepId);
  if (manifest) return manifest;
  if (!(await listSweeps(store)).includes(sweepId))
    throw new ConflictError(
      `${store.url} holds no dataset of ${sweepId}. \`ouro status\` lists what it holds; \`ouro run SPEC\` makes it.`,
    );
  throw new ConflictError(
    `${store.url} holds no dataset of ${sweepId} yet. While it runs, what has ended is added from half a minute after its begin; \`ouro status ${sweepId}\` says how far it is. Where it does not run, \`ouro run\` or \`ouro submit\` with its spec goes on with it.`,
  );
}
