import type { DiscreteLaw } from "./discrete-law.ts";
import type { SymbolCounts } from "./symbol-counts.ts";

/** A law of one lane as it is drawn from, inside a larger array. */
export interface Weights {
  readonly values: Float64Array;
  /** How many symbols. */
  readonly support: number;
  /** Where they begin, in ascending order; undefined: they are 0, 1, 2, … themselves. */
  readonly symbols: number | undefined;
  /** Where the running sums of their weights begin. */
  readonly sums: number;
}

/**
 * What stands in place of the number of symbols where a model is the truth, which may be too large to be copied.
 *
 * @source none: a data structure
 */
export const isTruth = -1;

/**
 * Numbers that a model takes: how many symbols, the symbols, and running sums of their counts.
 *
 * @source none: a data structure
 */
export function modelWidth(room: number): number {
  return 1 + 2 * room;
}

/**
 * The law that a model in an array stands for.
 *
 * @source none: a data structure
 */
export function weightsAt(models: Float64Array, base: number, room: number, law: DiscreteLaw): Weights {
  const support = models[base]!;
  return support === isTruth
    ? { values: law.cumulative, support: law.cumulative.length, symbols: undefined, sums: 0 }
    : { values: models, support, symbols: base + 1, sums: base + 1 + room };
}

/**
 * Writes counts as a model and clears what an older model left behind it, so that equal models have equal bytes.
 *
 * @source none: a data structure
 */
export function toModel(models: Float64Array, counts: SymbolCounts): void {
  const { values, base, room } = counts;
  const before = Math.max(0, models[base]!);
  const support = values[base]!;
  let total = 0;
  for (let i = base + 1; i <= base + support; i++) {
    models[i] = values[i]!;
    models[i + room] = total += values[i + room]!;
  }
  for (let i = base + 1 + support; i <= base + before; i++) models[i] = models[i + room] = 0;
  models[base] = support;
}

/**
 * Replaces uniform numbers by the symbols that they stand for.
 *
 * @source inversion of the distribution function
 */
export function toSymbols(uniforms: Float64Array, { values, support, symbols, sums }: Weights): void {
  const total = values[sums + support - 1]!;
  for (let k = 0; k < uniforms.length; k++) {
    const target = uniforms[k]! * total;
    let low = 0;
    let high = support - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[sums + middle]! > target) high = middle;
      else low = middle + 1;
    }
    uniforms[k] = symbols === undefined ? low : values[symbols + low]!;
  }
}
