import { base, kernel, reserve } from "./kernel.ts";

// One law on symbols at a time stands in the module's memory: running sums of its weights, its symbols' true probabilities, and weights
// of a law to be measured, each a double a symbol. Places are entries of `memoryDoubles`.

/** What the module writes over behind them: so many bytes, and so many more a symbol. */
const [once, perSymbol] = [2 ** 16, 24];

/** Where the measures of a law are left: entropy, heterozygosity, total variation distance. */
export const measuresAt: number = base / 8;
/** Where the running sums stand, whatever the law. */
export const sumsAt: number = base / 8 + 4;

/** Makes the memory large enough for laws on so many symbols. */
export function reserveSymbols(symbols: number): void {
  reserve(8 * workAt(symbols) + once + perSymbol * symbols);
}

/** Where the true probabilities of so many symbols stand. */
export function sharesAt(symbols: number): number {
  return sumsAt + stride(symbols);
}

/** Where the weights of the law to be measured stand. */
export function weightsOf(symbols: number): number {
  return sumsAt + 2 * stride(symbols);
}

/** Where counts of draws are left, 32-bit words of `memoryWords` from twice this on. */
export function workAt(symbols: number): number {
  return sumsAt + 3 * stride(symbols);
}

/** Numbers of a column: even, and one that is written over behind an odd one. */
function stride(symbols: number): number {
  return symbols + 2 - (symbols & 1);
}

/** From so many numbers on a call that has them all copied or looked up costs less than a loop. */
const many = 48;

/** Copies a column of numbers from one array, from `start` on, to another. */
export function copyNumbers(
  to: Float64Array,
  at: number,
  from: Float64Array,
  start: number,
  count: number,
): void {
  if (count >= many) to.set(from.subarray(start, start + count), at);
  else for (let i = 0; i < count; i++) to[at + i] = from[start + i]!;
}

/**
 * Leaves counts of `draws` draws of the law whose running sums stand in the memory, of the streams that the module is pointed at.
 *
 * @param draws whole, below 2^32
 */
export function drawSymbols(symbols: number, draws: number, replicate: number): void {
  const counts = 8 * workAt(symbols);
  const work = counts + 16 * Math.ceil(symbols / 4);
  kernel.multinomial(counts, 8 * sumsAt, symbols, draws, work, replicate);
}

/** Measures the law of weights in the memory whose sum is `total`. */
export function measureSymbols(symbols: number, total: number): void {
  kernel.symbolsMeasure(8 * measuresAt, 8 * weightsOf(symbols), 8 * sharesAt(symbols), symbols, total);
}

/**
 * Replaces counts of symbols, doubles from {@link sumsAt} on, by those of a uniform choice among all that they count.
 *
 * @param population what they add up to, below 2^31
 * @param chosen how many are chosen
 */
export function chooseSymbols(symbols: number, population: number, chosen: number, replicate: number): void {
  kernel.chosenCounts(8 * sumsAt, symbols, population, chosen, 8 * workAt(symbols), replicate);
}
