import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ConflictError, CorruptionError, StoreError, SweepError } from "../core/errors.ts";
import { codeOf, fileError } from "../storage/file-error.ts";

/** `export.json`: what a folder holds. It marks the folder as one that an export may replace. */
export interface FolderMark {
  readonly format: 1;
  readonly kind: string;
  readonly sweepId: string;
  readonly snapshot: number;
  /** Whether every chain reached its last generation. */
  readonly complete: boolean;
  /** Digest of the numbers of `generations`. */
  readonly digest: string;
  /** SHA-256 over what decides the folder's bytes: the dataset's files and the options. */
  readonly content: string;
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly files: readonly string[] }>>;
}

const markFile = "export.json";
const asideName = ".ouro-new-";
const replacedName = ".ouro-old-";

/**
 * What an earlier export left in a folder, or undefined where there is none or it is empty.
 *
 * @throws {ConflictError} when the folder holds anything else, another sweep, or an export of another kind
 */
export async function readMark(
  path: string,
  { sweepId, kind }: Pick<FolderMark, "sweepId" | "kind">,
): Promise<FolderMark | undefined> {
  let names: string[];
  try {
    names = await readdir(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw folderError("list", path, error);
  }
  if (names.length === 0) return undefined;
  if (!names.includes(markFile))
    throw new ConflictError(
      `${path} holds other files, which an export would replace. Name a folder of its own.`,
    );
  let mark: FolderMark;
  try {
    mark = JSON.parse(await readFile(join(path, markFile), "utf8")) as FolderMark;
  } catch (error) {
    throw new CorruptionError(
      `${join(path, markFile)} is not JSON. Remove ${path}, or name another folder.`,
      {
        cause: error,
      },
    );
  }
  if (mark.sweepId !== sweepId)
    throw new ConflictError(
      `${path} holds the export of ${mark.sweepId}. Name another folder, or remove it.`,
    );
  if (mark.kind !== kind)
    throw new ConflictError(
      `${path} holds an export to ${mark.kind}, which one to ${kind} would replace. Name another folder, or remove it.`,
    );
  return mark;
}

/**
 * Fills a folder beside `path`, syncs it and puts it in the place of what was there: whoever looks sees the old folder
 * or the new one. What an export that was killed left beside is removed.
 *
 * @param fill writes into a folder and says what it wrote
 */
export async function replaceFolder(
  path: string,
  fill: (folder: string) => Promise<FolderMark>,
): Promise<void> {
  const parent = dirname(path);
  const aside = `${path}${asideName}${process.pid}`;
  const replaced = `${path}${replacedName}${process.pid}`;
  try {
    await makeFolder(parent);
    await removeLeftovers(path);
    await mkdir(aside);
    const mark = await fill(aside);
    await writeFile(join(aside, markFile), `${JSON.stringify(mark, null, 1)}\n`);
    await syncAll(aside);
    const before = await readMark(path, mark);
    if (before) await rename(path, replaced);
    try {
      await rename(aside, path);
    } catch (error) {
      if (before) await rename(replaced, path);
      throw error;
    }
    await sync(parent);
    if (before) await rm(replaced, { recursive: true });
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw error instanceof SweepError || codeOf(error) === "" ? error : folderError("write", path, error);
  }
}

/**
 * Makes a folder with its parents. One by one, since Node's recursive mkdir may try for ever where none can be made.
 *
 * @throws {StoreError}
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    if (codeOf(error) !== "ENOENT" || path === dirname(path)) throw folderError("write", path, error);
    await makeFolder(dirname(path));
    await mkdir(path).catch((failure: unknown) => {
      if (codeOf(failure) !== "EEXIST") throw folderError("write", path, failure);
    });
  }
}

/** Folders of processes that are no more. An old folder whose new one never came goes back to its place. */
async function removeLeftovers(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    for (const middle of [asideName, replacedName]) {
      const start = basename(path) + middle;
      if (!name.startsWith(start) || isAlive(Number(name.slice(start.length)))) continue;
      const leftover = join(dirname(path), name);
      if (
        middle === replacedName &&
        (await rename(leftover, path).then(
          () => true,
          () => false,
        ))
      )
        continue;
      await rm(leftover, { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncAll(path);
    else await sync(path);
  }
  await sync(folder);
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The store's words, about a target. */
function folderError(verb: string, path: string, error: unknown): StoreError {
  return new StoreError(fileError(verb, path, error).message.replaceAll("--store", "--to"), { cause: error });
}
