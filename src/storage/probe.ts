import { StoreError } from "../core/errors.ts";
import type { Store } from "./store.ts";

const first = new TextEncoder().encode("written by ouro doctor");
const second = new TextEncoder().encode("written again by ouro doctor");

/**
 * Does under one key what sweeps ask of a store: create, be refused to create again, replace, read, remove.
 *
 * @param key one that nobody else uses
 * @returns what was done, for a person
 * @throws {StoreError} where the store cannot, or says that it did and did not
 */
export async function probeStore(store: Store, key: string): Promise<string> {
  try {
    await store.create(key, first);
    // Commits rest on it: of two workers that write one step, one has to learn that it came second.
    if (await store.create(key, second))
      throw new StoreError(
        `${store.url} must refuse to create what is there already, and created it twice: its server ignores If-None-Match. ` +
          "Take a newer version of that server, or another.",
      );
    await store.write(key, second);
    const back = await store.read(key);
    if (back === undefined || Buffer.compare(back, second) !== 0)
      throw new StoreError(`${store.url} took a file and did not give it back as it was.`);
  } catch (error) {
    await store.remove(key).catch(() => undefined);
    throw error;
  }
  await store.remove(key);
  return `${store.url} written, read and removed, and nothing created twice`;
}
