import { wordsOf } from "./words.ts";

/** The n-grams of a text as a Markov chain: what its maximum-likelihood model is made of. */
export interface TextModel {
  /** Distinct words. */
  readonly vocabulary: number;
  /** n-grams that the text has, repeats counted: one less than its words for a bigram model, and so on. */
  readonly total: number;
  /** How often each distinct n-gram occurs; those of one context stand together. */
  readonly counts: Float64Array;
  /** The last word of each distinct n-gram. */
  readonly word: Int32Array;
  /** first[c] to first[c + 1] - 1 are the n-grams of context c; none for one that only ends the text. */
  readonly first: Int32Array;
  /** The context that each distinct n-gram leads to: its last words. */
  readonly next: Int32Array;
}

const known = new WeakMap<Uint8Array, Map<number, TextModel>>();

/**
 * Counts the n-grams of a text, read as one sequence of words.
 *
 * @param bytes UTF-8; the model is kept as long as they are
 * @param order words of an n-gram, at least 1
 * @returns undefined where the text has fewer than two distinct n-grams
 */
export function textModel(bytes: Uint8Array, order: number): TextModel | undefined {
  const models = known.get(bytes) ?? new Map<number, TextModel>();
  known.set(bytes, models);
  const model = models.get(order) ?? counted(bytes, order);
  if (model) models.set(order, model);
  return model;
}

function counted(bytes: Uint8Array, order: number): TextModel | undefined {
  const { vocabulary, tokens } = wordsOf(bytes);
  // contexts[i] is the number of the `order - 1` words that end before word i + order - 1; the last one ends the text.
  let contexts = new Int32Array(tokens.length + 1);
  let distinctContexts = 1;
  for (let length = 1; length < order; length++) {
    const pairs = new Float64Array(Math.max(0, contexts.length - 1));
    for (let i = 0; i < pairs.length; i++)
      pairs[i] = (contexts[i] ?? 0) * vocabulary + (tokens[i + length - 1] ?? 0);
    const { distinct, ranks } = ranked(pairs);
    [contexts, distinctContexts] = [ranks, distinct.length];
  }
  const total = Math.max(0, contexts.length - 1);
  const grams = new Float64Array(total);
  for (let i = 0; i < total; i++) grams[i] = (contexts[i] ?? 0) * vocabulary + (tokens[i + order - 1] ?? 0);
  const { distinct, ranks } = ranked(grams);
  if (distinct.length < 2) return undefined;

  const counts = new Float64Array(distinct.length);
  const next = new Int32Array(distinct.length);
  for (let i = 0; i < total; i++) {
    const gram = ranks[i] ?? 0;
    counts[gram] = (counts[gram] ?? 0) + 1;
    next[gram] = contexts[i + 1] ?? 0;
  }
  const word = new Int32Array(distinct.length);
  const first = new Int32Array(distinctContexts + 1);
  for (let gram = 0; gram < distinct.length; gram++) {
    const key = distinct[gram] ?? 0;
    word[gram] = key % vocabulary;
    const after = Math.floor(key / vocabulary) + 1;
    first[after] = (first[after] ?? 0) + 1;
  }
  for (let context = 0; context < distinctContexts; context++)
    first[context + 1] = (first[context + 1] ?? 0) + (first[context] ?? 0);
  return { vocabulary, total, counts, word, first, next };
}

/** The distinct keys, ascending, and the place of every key among them. Sorting takes less memory than a table does. */
function ranked(keys: Float64Array): {
  readonly distinct: Float64Array;
  readonly ranks: Int32Array<ArrayBuffer>;
} {
  const sorted = keys.slice().sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    sorted[count++] = sorted[i] ?? 0;
  }
  const distinct = sorted.slice(0, count);
  const ranks = Int32Array.from(keys, (key) => {
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((distinct[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  });
  return { distinct, ranks };
}
