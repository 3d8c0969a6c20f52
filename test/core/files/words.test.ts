import { expect, it } from "vitest";
import { textModel } from "../../../src/core/files/text-model.ts";
import { codePoints, textOf } from "../../../src/core/files/utf8.ts";
import { wordsOf } from "../../../src/core/files/words.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Words as numbers in order of first occurrence, by the regular expression that the paper's code uses. */
function bySplitting(text: string): number[] {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}_]+/u)
    .filter((word) => word !== "");
  const numbers = [...new Set(words)];
  return words.map((word) => numbers.indexOf(word));
}

it.each([
  "The cat, the CAT; and snake_case 42 times 4.2.",
  "don't — “quote” it’s l’été, ÉTÉ; naïve… coöperation",
  "Ελλαδα ΕΛΛΑΔΑ×2 ÷ привет Привет ёж Ёж",
  "漢字、かな。 漢字",
  "",
  "   \n\t",
])("cuts a text as lower-casing and splitting at \\W does: %j", (text) => {
  expect(Array.from(wordsOf(bytes(text)).tokens)).toEqual(bySplitting(text));
});

it("reads UTF-8 of every length", () => {
  const text = "a\u00e9\u20ac\u{1f600}z";
  expect([...codePoints(bytes(text), 0, bytes(text).length)]).toEqual([0x61, 0xe9, 0x20ac, 0x1f600, 0x7a]);
  expect(textOf(bytes(text), 0, bytes(text).length)).toBe(text);
});

it.each([1, 2, 3, 5])("counts n-grams as a table of all of them does: order %i", (order) => {
  const words = "a b a c a b d a b a c c c a b".split(" ");
  const grams = words.slice(order - 1).map((_, i) => words.slice(i, i + order).join(" "));
  const expected = new Map<string, number>();
  for (const gram of grams) expected.set(gram, (expected.get(gram) ?? 0) + 1);
  const model = textModel(bytes(words.join(" ")), order)!;
  expect(model.total).toBe(grams.length);
  expect(Array.from(model.counts).sort((a, b) => a - b)).toEqual(
    [...expected.values()].sort((a, b) => a - b),
  );
  // Following the text through contexts meets each of its n-grams, and each context holds what follows it.
  const numbers = [...new Set(words)];
  const contextOf = new Map<string, number>();
  model.word.forEach((_, gram) => expect(model.counts[gram]).toBeGreaterThan(0));
  for (let i = order - 1, context = -1; i < words.length; i++) {
    const number = numbers.indexOf(words[i]!);
    const candidates = Array.from(model.word.keys()).filter(
      (gram) =>
        model.word[gram] === number &&
        (context < 0 || (gram >= model.first[context]! && gram < model.first[context + 1]!)),
    );
    if (context >= 0) expect(candidates).toHaveLength(1);
    const chosen = candidates.find((gram) => model.counts[gram] === expected.get(grams[i - order + 1]!));
    expect(chosen).toBeDefined();
    if (context >= 0 || order === 1) context = model.next[chosen!]!;
    const key = words.slice(i - order + 2, i + 1).join(" ");
    if (context >= 0) {
      expect(contextOf.get(key) ?? context).toBe(context);
      contextOf.set(key, context);
    }
  }
});

it("has no model of a text without a choice", () => {
  expect(textModel(bytes("word word"), 1)).toBeUndefined();
  expect(textModel(bytes("one two"), 3)).toBeUndefined();
});
