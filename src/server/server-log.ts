import { type FileHandle, open, rename, stat } from "node:fs/promises";

const largestLog = 10 * 1024 * 1024;
const longestExcerpt = 64_000;

/** Opens the log for the server to append to; one that grew large is put aside first. */
export async function openLog(file: string): Promise<FileHandle> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > largestLog) await rename(file, `${file}.1`);
  return open(file, "a", 0o600);
}

/** What was written to the log since it had `from` bytes; of much, the end. */
export async function loggedSince(file: string, from: number): Promise<string> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const length = Math.max(0, Math.min(size - from, longestExcerpt));
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8");
  } finally {
    await handle.close();
  }
}
