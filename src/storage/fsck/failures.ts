import { CorruptionError } from "../../core/errors.ts";
import { decodeFailure } from "../failures.ts";
import { failuresFolder } from "../layout.ts";
import type { Store } from "../store.ts";
import { damage, type Finding } from "./finding.ts";

/** Checks the records of chains that were given up. @throws {StoreError} */
export async function* checkFailures(store: Store, sweepId: string): AsyncGenerator<Finding> {
  for (const { key } of await store.list(failuresFolder(sweepId))) {
    const bytes = await store.read(key);
    if (bytes === undefined) continue;
    try {
      decodeFailure(bytes, key);
    } catch (error) {
      if (!(error instanceof CorruptionError)) throw error;
      yield damage(key, error.message, "It is set aside; `ouro run` tries its chains again.");
    }
  }
}
