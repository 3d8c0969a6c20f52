import { join } from "node:path";
import { readDigested } from "../../src/storage/file-digest.ts";
import { byKey, checkKey, checkPrefix } from "../../src/storage/keys.ts";
import type { Store } from "../../src/storage/store.ts";

/** A store that forgets: each verb takes effect at once and as a whole. It holds what it is given, without a copy. */
export function memoryStore(blobs: Map<string, Uint8Array> = new Map()): Store {
  return {
    url: "memory:",
    read: async (key) => blobs.get(checkKey(key)),
    async write(key, bytes) {
      blobs.set(checkKey(key), bytes);
    },
    async writeFile(key, scratch, make) {
      const path = join(scratch, ".tmp-blob");
      const made = await make(path);
      const { content, ...digest } = await readDigested(path);
      blobs.set(checkKey(key), content);
      return { made, ...digest };
    },
    async create(key, bytes) {
      if (blobs.has(checkKey(key))) return false;
      blobs.set(key, bytes);
      return true;
    },
    async list(prefix) {
      checkPrefix(prefix);
      const found = [...blobs].filter(([key]) => key.startsWith(prefix));
      return found.map(([key, { length: size }]) => ({ key, size, modified: 0 })).sort(byKey);
    },
    async folders(prefix) {
      checkPrefix(prefix);
      const below = [...blobs.keys()].filter((key) => key.startsWith(prefix));
      const names = below.map((key) => key.slice(prefix.length).split("/"));
      return [...new Set(names.flatMap(([name, ...rest]) => (name && rest.length > 0 ? [name] : [])))].sort();
    },
    async remove(key) {
      blobs.delete(checkKey(key));
    },
    locate: (key) => `memory:${checkKey(key)}`,
  };
}
