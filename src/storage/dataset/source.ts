import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PartEntry } from "../checkpoint.ts";
import { metricsIn } from "../part-columns.ts";
import { readPart } from "../set-aside.ts";
import type { Store } from "../store.ts";

/** A part that was read once: its bytes, which hold until the next is read, and where DuckDB can read them. */
export interface LocalPart {
  readonly entry: PartEntry;
  readonly bytes: Uint8Array;
  readonly path: string;
  /** Names of its metrics. */
  readonly metrics: readonly string[];
}

/** How much larger than the largest part so far the place is where parts are read. */
const spare = 1.25;

/** Brings parts to where DuckDB can read them: those in a folder stay where they are, others are copied. */
export class PartSource {
  readonly #store: Store;
  readonly #sweepId: string;
  readonly #folder: string;
  readonly #inPlace: boolean;
  #copies = 0;
  /**
   * Where one part after the other is read: a new place for each would have the garbage collector look through all of a
   * worker's objects every few parts.
   */
  #room = new Uint8Array(0);

  /** @param folder for copies */
  constructor(store: Store, sweepId: string, folder: string) {
    this.#store = store;
    this.#sweepId = sweepId;
    this.#folder = folder;
    this.#inPlace = store.url.startsWith("file:");
  }

  /**
   * A part's bytes, checked against its checkpoint's digest. They hold until the next one is read.
   *
   * @throws {CorruptionError} when they changed: the part is set aside, and the next run makes its rows anew
   * @throws {StoreError} when it is gone
   */
  async read(entry: PartEntry): Promise<Uint8Array> {
    if (this.#room.length <= entry.bytes) this.#room = new Uint8Array(Math.ceil(spare * entry.bytes) + 1);
    return await readPart(this.#store, this.#sweepId, entry, this.#room);
  }

  /** {@link read}, and a path of it that lives until {@link release}. */
  async fetch(entry: PartEntry): Promise<LocalPart> {
    const bytes = await this.read(entry);
    const metrics = metricsIn(bytes, entry.key);
    if (this.#inPlace) return { entry, bytes, metrics, path: this.#store.locate(entry.key) };
    const path = join(this.#folder, `part-${String(this.#copies++).padStart(8, "0")}.parquet`);
    await writeFile(path, bytes);
    return { entry, bytes, metrics, path };
  }

  /** Removes copies that are no longer read. */
  async release(paths: readonly string[]): Promise<void> {
    if (!this.#inPlace) for (const path of paths) await rm(path, { force: true });
  }
}
