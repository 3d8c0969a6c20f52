import type { TextModel } from "../files/text-model.ts";
import type { Address, Lanes } from "../random/address.ts";
import { uniformsAt } from "../random/samplers.ts";
import type { DiscreteLaw } from "./discrete-law.ts";
import { modelWidth, type Weights, weightsAt } from "./discrete-model.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";
import { addCounts, countsWidth } from "./symbol-counts.ts";

/** Uniform numbers made in one go. */
const chunk = 16_384;

export interface NGramSetting {
  readonly model: TextModel;
  /** Relative frequencies of the text's n-grams. */
  readonly law: DiscreteLaw;
  readonly room: number;
  readonly lanes: Lanes;
  /** Words of a run. */
  readonly run: number;
}

/**
 * How an n-gram model writes: a Markov chain in runs of equal length. Whatever a model writes is an n-gram of the text, so
 * that models and statistics are counts of symbols, as those of a discrete law; only drawing differs.
 *
 * Every word takes one uniform number, at its own place in the stream of its batch: run r is a pure function of numbers
 * r·run … (r + 1)·run - 1, and a single word can be written again by writing its run up to there.
 *
 * @param symbols the kernel of the discrete law of n-grams
 * @source arXiv:2412.17646, n-gram experiment
 */
export function nGramKernel(
  symbols: StatisticKernel,
  { model, law, room, lanes, run }: NGramSetting,
): StatisticKernel {
  const width = modelWidth(room);
  const contexts = model.first.length - 1;
  /** Where each context's n-grams begin among those that a model has. */
  const begins = new Int32Array(contexts + 1);
  const together = Math.max(1, Math.floor(chunk / run));
  const uniforms = new Float64Array(together * run);
  const runs = new Uint32Array(together);
  /** How often each n-gram of a model was written. */
  let written = new Float64Array(0);
  const some = { values: new Float64Array(0), base: 0, room: 0 };

  return {
    ...symbols,

    draw(batch, models, { size }, at) {
      const all = Math.ceil(size / run);
      for (let lane = 0; lane < lanes.count; lane++) {
        const weights = opened(models, lane);
        for (let r = 0; r < all; r += together) {
          const count = Math.min(together, all - r);
          for (let k = 0; k < count; k++) runs[k] = r + k;
          uniformsAt(uniforms, lanes, lane, at, runs, count, run);
          for (let k = 0; k < count; k++)
            write(weights, k * run, Math.min(run, size - (r + k) * run), (place) => {
              written[place]!++;
            });
        }
        collect(batch, lane * width, room, weights);
      }
    },

    addPoints(pool, _before, lane, models, { at, indices, count: chosen }) {
      const weights = opened(models, lane);
      for (let from = 0; from < chosen; ) from = rewrite(weights, lane, at, indices, from, chosen);
      if (some.room < Math.min(chosen, weights.support)) {
        const space = Math.min(chosen, weights.support);
        Object.assign(some, { values: new Float64Array(countsWidth(space)), room: space });
      }
      collect(some.values, 0, some.room, weights);
      addCounts({ values: pool, base: lane * width, room }, some, 1);
    },
  };

  /** The model of a lane, with the places of its contexts found and nothing written yet. */
  function opened(models: Float64Array, lane: number): Weights {
    const weights = weightsAt(models, lane * width, room, law);
    const { values, support, symbols: at } = weights;
    let place = 0;
    for (let context = 0; context <= contexts; context++) {
      const from = model.first[context]!;
      while (place < support && (at === undefined ? place : values[at + place]!) < from) place++;
      begins[context] = place;
    }
    if (written.length < support) written = new Float64Array(support);
    written.fill(0, 0, support);
    return weights;
  }

  /** Writes words, the first of them in a fresh context, and tells each one's place in the model. */
  function write(
    weights: Weights,
    start: number,
    length: number,
    tell: (place: number, k: number) => void,
  ): void {
    const { values, support, symbols: at } = weights;
    let [from, to] = [0, support];
    for (let k = 0; k < length; k++) {
      const place = found(weights, uniforms[start + k]!, from, to);
      tell(place, k);
      const context = model.next[at === undefined ? place : values[at + place]!]!;
      [from, to] = [begins[context]!, begins[context + 1]!];
      if (from === to) [from, to] = [0, support];
    }
  }

  /** Writes again the run that the next of some points stands in; returns where the points of another run begin. */
  function rewrite(
    weights: Weights,
    lane: number,
    at: Address,
    indices: Uint32Array,
    from: number,
    chosen: number,
  ): number {
    const number = Math.floor(indices[from]! / run);
    let to = from + 1;
    while (to < chosen && indices[to]! < (number + 1) * run) to++;
    runs[0] = number;
    uniformsAt(uniforms, lanes, lane, at, runs, 1, run);
    let point = from;
    write(weights, 0, indices[to - 1]! - number * run + 1, (place, k) => {
      if (indices[point] !== number * run + k || point === to) return;
      written[place]!++;
      point++;
    });
    return to;
  }

  /** What was written, as counts of symbols in ascending order. */
  function collect(into: Float64Array, base: number, space: number, weights: Weights): void {
    const { values, support, symbols: at } = weights;
    let distinct = 0;
    for (let place = 0; place < support; place++) {
      if (written[place] === 0) continue;
      into[base + 1 + distinct] = at === undefined ? place : values[at + place]!;
      into[base + 1 + space + distinct] = written[place]!;
      distinct++;
    }
    into[base] = distinct;
  }
}

/** The place from `from` to `to - 1` that a uniform number stands for, by running sums of weights. */
function found({ values, sums }: Weights, uniform: number, from: number, to: number): number {
  const before = from === 0 ? 0 : values[sums + from - 1]!;
  const target = before + uniform * (values[sums + to - 1]! - before);
  let [low, high] = [from, to - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[sums + middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
