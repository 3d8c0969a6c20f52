import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

const atOnce = 2 ** 20;

/** Size and SHA-256 (hex) of a file, however large; others get their turn in between. */
export async function digestFile(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(atOnce);
  const file = await open(path, "r");
  try {
    for (let bytes = 0; ; ) {
      const { bytesRead } = await file.read(buffer, 0, atOnce, null);
      if (bytesRead === 0) return { bytes, sha256: hash.digest("hex") };
      hash.update(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await file.close();
  }
}
