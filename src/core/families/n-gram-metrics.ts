import type { TextModel } from "../files/text-model.ts";
import { exp, log } from "../random/math.ts";
import type { DiscreteLaw } from "./discrete-law.ts";
import { modelWidth, weightsAt } from "./discrete-model.ts";
import type { Metric } from "./family.ts";

/** @source arXiv:2412.17646 (vocabulary left, unique symbols); arXiv:2410.16713 (entropy) */
export const nGramMetrics: readonly Metric[] = [
  { name: "entropy", unit: "nat", meaning: "Shannon entropy of the words that the model was fitted to" },
  { name: "entropy_ratio", unit: "1", meaning: "entropy of those words over that of the text's" },
  { name: "support", unit: "1", meaning: "distinct words that the model can still write" },
  { name: "unseen", unit: "1", meaning: "share of the text's distinct words that the model cannot write" },
  { name: "heterozygosity", unit: "1", meaning: "probability that two of those words differ" },
  { name: "collapsed", unit: "1", meaning: "1 when a single n-gram is left, else 0" },
  { name: "tv", unit: "1", meaning: "total variation distance of the frequencies of words from the text's" },
  { name: "ngrams", unit: "1", meaning: "distinct n-grams that the model can still write" },
  {
    name: "ngram_tv",
    unit: "1",
    meaning: "total variation distance of the frequencies of n-grams from the text's",
  },
  {
    name: "missing_mass",
    unit: "1",
    meaning: "share of the text's n-grams, repeats counted, that the model cannot write",
  },
  {
    name: "conditional_entropy",
    unit: "nat/word",
    meaning: "entropy of the next word given the n - 1 before it, averaged over contexts as they occur",
  },
  {
    name: "perplexity",
    unit: "1",
    meaning: "exp of the mean negative log probability of the text's words given the n - 1 before each",
    definedWhere: "the model can write every n-gram of the text",
  },
  {
    name: "perplexity_seen",
    unit: "1",
    meaning: "the same over those of the text's n-grams that the model can write",
  },
];

/**
 * Metrics of an n-gram model; each costs in proportion to the n-grams left and the vocabulary.
 *
 * @source arXiv:2412.17646; perplexity as defined there for the maximum-likelihood model
 */
export function nGramMeasure(
  model: TextModel,
  law: DiscreteLaw,
  count: number,
  room: number,
): (models: Float64Array, metrics: readonly Float64Array[]) => void {
  const width = modelWidth(room);
  const truth = new Float64Array(model.vocabulary);
  model.word.forEach((word, gram) => (truth[word]! += model.counts[gram]!));
  const full = entropyOf(truth, model.total);
  const words = new Float64Array(model.vocabulary);

  return (all, metrics) => {
    const [entropy, ratio, support, unseen, heterozygosity, collapsed, tv, ...more] =
      metrics as Float64Array[];
    const [ngrams, ngramTv, missing, conditional, perplexity, perplexitySeen] = more;
    for (let lane = 0; lane < count; lane++) {
      const { values, support: distinct, symbols, sums } = weightsAt(all, lane * width, room, law);
      const total = values[sums + distinct - 1]!;
      words.fill(0);
      let [seen, excess, logs, surprise] = [0, 0, 0, 0];
      // The n-grams of one context stand together: place to end - 1.
      for (let place = 0, context = 0; place < distinct; ) {
        const gramAt = (k: number): number => (symbols === undefined ? k : values[symbols + k]!);
        while (model.first[context + 1]! <= gramAt(place)) context++;
        const before = place === 0 ? 0 : values[sums + place - 1]!;
        let end = place;
        while (end < distinct && gramAt(end) < model.first[context + 1]!) end++;
        const weight = values[sums + end - 1]! - before;
        for (let sum = before; place < end; place++) {
          const gram = gramAt(place);
          const own = values[sums + place]! - sum;
          sum = values[sums + place]!;
          const occurs = model.counts[gram]!;
          words[model.word[gram]!]! += own;
          seen += occurs;
          excess += Math.max(0, own / total - occurs / model.total);
          if (own === weight) continue;
          const surprisal = log(weight / own);
          logs += own * surprisal;
          surprise += occurs * surprisal;
        }
      }
      let [left, squares, above] = [0, 0, 0];
      for (let word = 0; word < words.length; word++) {
        const share = words[word]! / total;
        if (share > 0) left++;
        squares += share * share;
        above += Math.max(0, share - truth[word]! / model.total);
      }
      entropy![lane] = left === 1 ? 0 : entropyOf(words, total);
      ratio![lane] = entropy![lane]! / full;
      support![lane] = left;
      unseen![lane] = 1 - left / model.vocabulary;
      heterozygosity![lane] = left === 1 ? 0 : 1 - squares;
      collapsed![lane] = distinct === 1 ? 1 : 0;
      tv![lane] = above;
      ngrams![lane] = distinct;
      ngramTv![lane] = excess;
      missing![lane] = 1 - seen / model.total;
      conditional![lane] = logs / total;
      perplexitySeen![lane] = exp(surprise / seen);
      perplexity![lane] = seen === model.total ? perplexitySeen![lane]! : Number.NaN;
    }
  };
}

/** Shannon entropy of counts, nat. */
function entropyOf(counts: Float64Array, total: number): number {
  let logs = 0;
  for (const count of counts) if (count > 0) logs += (count / total) * log(total / count);
  return logs;
}
