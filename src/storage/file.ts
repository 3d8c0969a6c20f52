import { randomBytes } from "node:crypto";
import type { Dirent } from "node:fs";
import {
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rmdir,
  stat,
  unlink,
} from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { digestFile } from "./file-digest.ts";
import { codeOf, fileError } from "./file-error.ts";
import { byKey, checkKey, checkPrefix, temporaryPrefix } from "./keys.ts";
import { ownPrefix, removeLeftBehind } from "./left-behind.ts";
import type { Entry, Store } from "./store.ts";

/** How often a write is tried again when another process removed the folder it had just made sure of. */
const folderTries = 5;

/**
 * A folder as a store. A blob is written aside in its own folder, synced, then renamed (or linked, for `create`), and
 * the folder is synced: a reader sees the old bytes or the new ones, after a crash too. What a crash leaves behind
 * has a temporary name and is never listed.
 */
export function fileStore(root: string): Store {
  const pathOf = (key: string): string => join(root, ...checkKey(key).split("/"));

  return {
    url: pathToFileURL(root).href,

    async read(key, room) {
      const path = pathOf(key);
      try {
        return (room && (await readInto(path, room))) ?? (await readFile(path));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw fileError("read", path, error);
      }
    },

    async write(key, bytes) {
      const path = pathOf(key);
      await writeAside(
        path,
        (file) => file.writeFile(bytes),
        (aside) => rename(aside, path),
      );
    },

    async writeFile(key, _scratch, make) {
      const path = pathOf(key);
      // Large files are worth a look, those of killed processes would stay.
      await removeLeftBehind(dirname(path), temporaryPrefix);
      return await writeAside(
        path,
        async (_file, aside) => ({ made: await make(aside), ...(await digestFile(aside)) }),
        async (aside, made) => {
          await rename(aside, path);
          return made;
        },
      );
    },

    async create(key, bytes) {
      const path = pathOf(key);
      return await writeAside(
        path,
        (file) => file.writeFile(bytes),
        async (aside) => {
          try {
            await link(aside, path);
          } catch (error) {
            if (codeOf(error) !== "EEXIST") throw error;
            await unlink(aside);
            return false;
          }
          await unlink(aside);
          return true;
        },
      );
    },

    async list(prefix) {
      const entries: Entry[] = [];
      await walk(join(root, checkPrefix(prefix)), prefix, entries);
      return entries.sort(byKey);
    },

    async folders(prefix) {
      const path = join(root, checkPrefix(prefix));
      try {
        const children = await readdir(path, { withFileTypes: true });
        return children
          .filter((child) => child.isDirectory())
          .map((child) => child.name)
          .sort();
      } catch (error) {
        if (isAbsent(error)) return [];
        throw fileError("list", path, error);
      }
    },

    async remove(key) {
      const path = pathOf(key);
      try {
        await unlink(path);
      } catch (error) {
        if (isAbsent(error)) return;
        throw fileError("remove", path, error);
      }
      await removeEmptyFolders(dirname(path), root);
    },

    locate: (key) => pathOf(key),
  };
}

/** A file's bytes in `room`; undefined where they do not fit. */
async function readInto(path: string, room: Uint8Array): Promise<Uint8Array | undefined> {
  const file = await open(path, "r");
  try {
    for (let at = 0; at < room.length; ) {
      const { bytesRead } = await file.read(room, at, room.length - at, null);
      if (bytesRead === 0) return room.subarray(0, at);
      at += bytesRead;
    }
    return undefined;
  } finally {
    await file.close();
  }
}

/** Whether an error says that there is no such blob; a folder is not one. */
function isAbsent(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "EISDIR"].includes(codeOf(error));
}

/**
 * Makes a file beside `path`, has it filled, syncs it, hands it to `place`, and syncs the folder; removes it when that fails.
 *
 * @param fill of the open file, or under its path
 */
async function writeAside<Made, Placed>(
  path: string,
  fill: (file: FileHandle, aside: string) => Promise<Made>,
  place: (aside: string, made: Made) => Promise<Placed>,
): Promise<Placed> {
  const folder = dirname(path);
  const aside = join(folder, `${ownPrefix(temporaryPrefix)}${randomBytes(8).toString("hex")}`);
  for (let attempt = 1; ; attempt++) {
    try {
      await makeFolder(folder);
      const file = await open(aside, "wx");
      let made: Made;
      try {
        made = await fill(file, aside);
        await file.sync();
      } finally {
        await file.close();
      }
      const placed = await place(aside, made);
      await syncFolder(folder);
      return placed;
    } catch (error) {
      await unlink(aside).catch(() => undefined);
      if (codeOf(error) === "ENOENT" && attempt < folderTries) continue;
      throw fileError("write", path, error);
    }
  }
}

/**
 * Makes a folder with its parents, each new entry synced, so that they survive a power cut. One by one, since Node's
 * recursive mkdir hides why it failed (a read-only file system reads as ENOENT).
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    if (codeOf(error) !== "ENOENT" || folder === dirname(folder)) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder).catch((failure: unknown) => {
      if (codeOf(failure) !== "EEXIST") throw failure;
    });
  }
  await syncFolder(dirname(folder));
}

/** Windows has no sync of folders and refuses to open them. */
async function syncFolder(folder: string): Promise<void> {
  if (sep === "\\") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A bucket knows no empty folders; neither does this store. */
async function removeEmptyFolders(folder: string, root: string): Promise<void> {
  for (let empty = folder; empty.length > root.length; empty = dirname(empty)) {
    try {
      await rmdir(empty);
    } catch {
      return;
    }
  }
}

async function walk(folder: string, prefix: string, into: Entry[]): Promise<void> {
  let children: Dirent[];
  try {
    children = await listFolder(folder);
  } catch (error) {
    if (isAbsent(error)) return;
    throw fileError("list", folder, error);
  }
  for (const child of children) {
    if (child.name.startsWith(temporaryPrefix)) continue;
    const path = join(folder, child.name);
    if (child.isDirectory()) await walk(path, `${prefix}${child.name}/`, into);
    else {
      const facts = await factsOf(path);
      if (facts) into.push({ key: prefix + child.name, ...facts });
    }
  }
}

function listFolder(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true });
}

/** Undefined for a file that was removed since it was listed. */
async function factsOf(path: string): Promise<{ size: number; modified: number } | undefined> {
  try {
    const { size, mtimeMs: modified } = await stat(path);
    return { size, modified };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw fileError("list", path, error);
  }
}
