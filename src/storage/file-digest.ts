import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";

/** Size and SHA-256 (hex) of a file. */
export interface FileDigest {
  readonly bytes: number;
  readonly sha256: string;
}

const atOnce = 2 ** 20;

/** The digest of a file, however large; others get their turn in between. */
export async function digestFile(path: string): Promise<FileDigest> {
  const room = Buffer.allocUnsafe(atOnce);
  return await readThrough(path, () => room);
}

/** {@link digestFile}, and the file's content, in one pass over it. */
export async function readDigested(path: string): Promise<FileDigest & { readonly content: Uint8Array }> {
  const content = Buffer.allocUnsafe((await stat(path)).size);
  const digest = await readThrough(path, (at) => content.subarray(at, at + atOnce));
  return { ...digest, content };
}

/** @param room for what stands from a byte on; without length where nothing is expected there */
async function readThrough(path: string, room: (at: number) => Buffer): Promise<FileDigest> {
  const hash = createHash("sha256");
  const file = await open(path, "r");
  try {
    for (let bytes = 0; ; ) {
      const place = room(bytes);
      const { bytesRead } = await file.read(place, 0, place.length, null);
      if (bytesRead === 0) return { bytes, sha256: hash.digest("hex") };
      hash.update(place.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await file.close();
  }
}
