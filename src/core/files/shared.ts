/** A copy in memory that crosses threads without being copied. */
export function shared(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(content.byteLength));
  bytes.set(content);
  return bytes;
}
