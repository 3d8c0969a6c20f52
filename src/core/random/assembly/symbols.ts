import { multinomial } from "./multinomial";

/** Up to this count its product with its logarithm is looked up. */
const listed: u32 = 4096;
const timesLogs: usize = memory.data(4097 << 3, 16);

/** Computes those products; called once, when the module is made. */
export function layOutTimesLogs(): void {
  for (let x: u32 = 2; x <= listed; x++) store<f64>(timesLogs + (<usize>x << 3), <f64>x * Math.log(<f64>x));
}

/** x·log x; weights are mostly counts. */
// @ts-ignore: decorator
@inline function timesLog(x: f64): f64 {
  if (x <= <f64>listed) {
    const whole = <u32>x;
    if (<f64>whole == x) return load<f64>(timesLogs + (<usize>whole << 3));
  }
  return x * Math.log(x);
}

/**
 * Entropy, probability that two draws differ and total variation distance of a law given by weights. Weights of 0 change nothing.
 *
 * @param out 3 numbers
 * @param shares the same symbols' probabilities in the true law
 * @param total the sum of the weights
 * @source arXiv:2410.16713
 */
export function symbolsMeasure(out: usize, weights: usize, shares: usize, symbols: u32, total: f64): void {
  let logs: f64 = 0;
  let squares: f64 = 0;
  let excess: f64 = 0;
  for (const end = weights + (<usize>symbols << 3); weights < end; weights += 8, shares += 8) {
    const weight = load<f64>(weights);
    logs += timesLog(weight);
    squares += weight * weight;
    excess += max(0.0, weight - load<f64>(shares) * total);
  }
  store<f64>(out, Math.log(total) - logs / total);
  store<f64>(out, 1.0 - squares / (total * total), 8);
  store<f64>(out, excess / total, 16);
}

/**
 * Draws from a law and adds what was drawn to weights of the same symbols, those of a pool or 0; measures the law that has these.
 *
 * @param weights in: before; out: with the draws
 * @param out as of {@link symbolsMeasure}
 * @param size the sum of the weights afterwards
 * @param work a word a symbol, and behind them what {@link multinomial} writes over
 */
export function symbolsStep(
  weights: usize,
  sums: usize,
  shares: usize,
  out: usize,
  symbols: u32,
  draws: f64,
  size: f64,
  work: usize,
  replicate: u32,
): void {
  multinomial(work, sums, symbols, draws, work + (((<usize>symbols << 2) + 15) & ~15), replicate);
  for (let i: usize = 0; i < symbols; i++)
    store<f64>(weights + (i << 3), load<f64>(weights + (i << 3)) + <f64>load<u32>(work + (i << 2)));
  symbolsMeasure(out, weights, shares, symbols, size);
}
