import type { DatasetFile } from "../storage/dataset/manifest.ts";

/** A file whose rows a database holds, as the database's own ledger says. */
export interface LedgerEntry {
  readonly id: number;
  /** Hex. */
  readonly sha256: string;
  readonly rows: number;
}

/** What is to be done so that a table holds exactly the rows of a manifest's files. */
export interface Work {
  /** Files to be loaded, in the manifest's order. */
  readonly load: readonly DatasetFile[];
  /** Entries whose rows are those of a file of the manifest. */
  readonly keep: readonly number[];
  /** Entries to be struck out before anything is loaded: their rows may be replaced, and go at the latest in the end. */
  readonly forget: readonly number[];
}

/**
 * Compares a ledger with a manifest. A file is the same when its bytes are, whatever its name. An entry is believed only
 * as far as the table still has all of its rows.
 *
 * @param counts rows in the table by entry
 */
export function workFor(
  files: readonly DatasetFile[],
  entries: readonly LedgerEntry[],
  counts: ReadonlyMap<number, number>,
): Work {
  const wanted = new Set(files.map((file) => file.sha256));
  const sound = entries.filter(({ id, sha256, rows }) => wanted.has(sha256) && counts.get(id) === rows);
  const kept = new Map(sound.map(({ sha256, id }) => [sha256, id]));
  const keep = [...kept.values()];
  return {
    load: files.filter((file) => file.rows > 0 && !kept.has(file.sha256)),
    keep,
    forget: entries.map(({ id }) => id).filter((id) => !keep.includes(id)),
  };
}
