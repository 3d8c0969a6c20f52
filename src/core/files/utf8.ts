/**
 * The code points of UTF-8, which planning has checked to be well formed. Done here and not by the platform: bytes may lie in
 * memory that threads share, and the core runs on any engine.
 *
 * @param from first byte
 * @param to past the last byte
 */
export function* codePoints(bytes: Uint8Array, from: number, to: number): Generator<number> {
  for (let at = from; at < to; ) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    let point = length === 1 ? lead : lead & (0xff >> (length + 1));
    for (let k = 1; k < length; k++) point = (point << 6) | ((bytes[at + k] ?? 0) & 0x3f);
    yield point;
    at += length;
  }
}

/** Bytes [from, to) of a UTF-8 text. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (const point of codePoints(bytes, from, to)) text += String.fromCodePoint(point);
  return text;
}
