import { codePoints } from "./utf8.ts";

/** A text as a sequence of words. */
export interface Words {
  /** Distinct words, numbered in the order in which they first occur. */
  readonly vocabulary: number;
  /** The words, by number, in the order of the text. */
  readonly tokens: Int32Array;
}

/**
 * Cuts a text into words: runs of letters, digits and underscores, in lower case; all else separates them.
 *
 * It is what lower-casing and replacing `\W+` by a space give, by a rule that no engine's Unicode tables enter: letters are A to
 * Z and whatever stands beyond U+00BF (or is ª, µ, º), but not ×, ÷, general punctuation, symbols and arrows (U+2000 to
 * U+2BFF), CJK punctuation (U+3000 to U+303F) and the byte order mark. Capitals that are lowered: A to Z, À to
 * Þ, Greek without accents, Cyrillic.
 *
 * @param bytes UTF-8
 */
export function wordsOf(bytes: Uint8Array): Words {
  const numbers = new Map<string, number>();
  let tokens = new Int32Array(1024);
  let count = 0;
  let word = "";
  const end = (): void => {
    if (word === "") return;
    const number = numbers.get(word) ?? numbers.size;
    if (number === numbers.size) numbers.set(word, number);
    if (count === tokens.length) {
      const larger = new Int32Array(2 * count);
      larger.set(tokens);
      tokens = larger;
    }
    tokens[count++] = number;
    word = "";
  };
  for (const point of codePoints(bytes, 0, bytes.length)) {
    if (isWordPart(point)) word += String.fromCodePoint(lowered(point));
    else end();
  }
  end();
  return { vocabulary: numbers.size, tokens: tokens.subarray(0, count) };
}

function isWordPart(point: number): boolean {
  if (point < 0x80)
    return (
      (point >= 0x61 && point <= 0x7a) ||
      (point >= 0x41 && point <= 0x5a) ||
      (point >= 0x30 && point <= 0x39) ||
      point === 0x5f
    );
  if (point < 0xc0) return point === 0xaa || point === 0xb5 || point === 0xba;
  if (point === 0xd7 || point === 0xf7 || point === 0xfeff) return false;
  return !(point >= 0x2000 && point <= 0x2bff) && !(point >= 0x3000 && point <= 0x303f);
}

function lowered(point: number): number {
  if (point < 0x80) return point >= 0x41 && point <= 0x5a ? point + 32 : point;
  if (point >= 0xc0 && point <= 0xde) return point + 32;
  if (point >= 0x391 && point <= 0x3a9) return point + 32;
  if (point >= 0x400 && point <= 0x40f) return point + 80;
  return point >= 0x410 && point <= 0x42f ? point + 32 : point;
}
