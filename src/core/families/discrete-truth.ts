import type { DiscreteLaw } from "./discrete-law.ts";
import type { SymbolCounts } from "./symbol-counts.ts";

/** The widest guide; a slot of it then holds several symbols, among which a search halves. */
const widest = 2 ** 20;

/** From so many draws a symbol on a true law is drawn symbol by symbol. */
const perSymbol = 24;

/** Whether a true law is drawn from draw by draw. @source none: by their costs */
export function isDrawnOneByOne({ probabilities }: DiscreteLaw, draws: number): boolean {
  return draws < perSymbol * probabilities.length;
}

/**
 * Counts draws from a true law, which may have far more symbols than there are draws.
 *
 * @returns what replaces counts by those of the symbols that uniform numbers from `start` on stand for
 * @source H.-C. Chen, Y. Asau: On generating random variates from an empirical distribution (1974): inversion, begun where a guide
 *   tells
 */
export function truthDraws({
  cumulative,
}: DiscreteLaw): (into: SymbolCounts, uniforms: Float64Array, start: number, draws: number) => void {
  const symbols = cumulative.length;
  let width = 2;
  while (width < Math.min(widest, 4 * symbols)) width *= 2;
  const guide = guideOf(cumulative, width);
  const counts = new Int32Array(symbols);
  // Which symbols were drawn, a bit each, and which words of those bits are not 0.
  const drawn = new Int32Array(Math.ceil(symbols / 32));
  const words = new Int32Array(Math.ceil(drawn.length / 32));

  return ({ values, base, room }, uniforms, start, draws) => {
    for (let k = start; k < start + draws; k++) {
      const target = uniforms[k]!;
      const slot = (target * width) | 0;
      let low = guide[slot]!;
      let high = guide[slot + 1]!;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (cumulative[middle]! > target) high = middle;
        else low = middle + 1;
      }
      counts[low]!++;
      drawn[low >> 5]! |= 1 << (low & 31);
      words[low >> 10]! |= 1 << ((low >> 5) & 31);
    }
    let distinct = 0;
    for (let w = 0; w < words.length; w++) {
      for (let some = words[w]!; some !== 0; some &= some - 1) {
        const word = 32 * w + 31 - Math.clz32(some & -some);
        for (let bits = drawn[word]!; bits !== 0; bits &= bits - 1) {
          const symbol = 32 * word + 31 - Math.clz32(bits & -bits);
          values[base + 1 + distinct] = symbol;
          values[base + 1 + room + distinct] = counts[symbol]!;
          counts[symbol] = 0;
          distinct++;
        }
        drawn[word] = 0;
      }
      words[w] = 0;
    }
    values[base] = distinct;
  };
}

/** Of each slot of [0, 1], and of 1, the first symbol whose running sum is above the slot's begin. */
function guideOf(cumulative: Float64Array, width: number): Int32Array {
  const guide = new Int32Array(width + 1);
  const last = cumulative.length - 1;
  for (let slot = 0, symbol = 0; slot <= width; slot++) {
    while (symbol < last && !(cumulative[symbol]! * width > slot)) symbol++;
    guide[slot] = symbol;
  }
  return guide;
}
