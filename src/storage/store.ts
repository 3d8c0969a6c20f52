import type { FileDigest } from "./file-digest.ts";

/** A blob's name, size and age. */
export interface Entry {
  /** `/`-separated, relative to the store's root. */
  readonly key: string;
  readonly size: number;
  /** When it was last written, by the store's clock: ms since 1970. */
  readonly modified: number;
}

/** A bounded set of verbs that a folder and a bucket both keep. Keys are `/`-separated, relative, without `..`. */
export interface Store {
  /** As the user wrote it, made absolute: `file:///dir` or `s3://bucket/prefix`. */
  readonly url: string;
  /**
   * The bytes, or undefined where there is no such key.
   *
   * @param room where they may be put, if it has more bytes than there are: for callers that read one large blob after
   * the other
   * @throws {StoreError}
   */
  read(key: string, room?: Uint8Array): Promise<Uint8Array | undefined>;
  /** All or nothing, durable when it returns: aside, fsync, rename; or one PUT. Replaces. @throws {StoreError} */
  write(key: string, bytes: Uint8Array): Promise<void>;
  /**
   * {@link write}, of a file that `make` writes under a local path: in its place already where the store is a folder, in
   * `scratch` otherwise. Nothing is there where `make` throws.
   *
   * @returns what `make` does, and the file's digest: it is read once for all
   * @throws {StoreError}
   */
  writeFile<Made>(
    key: string,
    scratch: string,
    make: (path: string) => Promise<Made>,
  ): Promise<FileDigest & { readonly made: Made }>;
  /** The same as `write`, but false (and nothing changed) where the key exists already. @throws {StoreError} */
  create(key: string, bytes: Uint8Array): Promise<boolean>;
  /** Entries below a prefix that ends in `/`, in key order. @throws {StoreError} */
  list(prefix: string): Promise<Entry[]>;
  /** Names of the folders directly below a prefix ("" is the root), in order, without `/`. @throws {StoreError} */
  folders(prefix: string): Promise<string[]>;
  /** Nothing happens where there is none. @throws {StoreError} */
  remove(key: string): Promise<void>;
  /** How DuckDB reaches a key: a path or an s3 URL. */
  locate(key: string): string;
}
