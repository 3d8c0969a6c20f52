import { logOfPair } from "./logarithm";

// The compiler's own library: IEEE 754 basic operations and tables, so the same bits everywhere.

export function log(x: f64): f64 {
  return Math.log(x);
}
export function exp(x: f64): f64 {
  return Math.exp(x);
}
export function log1p(x: f64): f64 {
  return Math.log1p(x);
}
export function pow(x: f64, y: f64): f64 {
  return Math.pow(x, y);
}

/** In place, two at a time: where n is odd, the number behind them is written over. */
export function logs(at: usize, n: u32): void {
  for (const end = at + (<usize>n << 3); at < end; at += 16) v128.store(at, logOfPair(v128.load(at)));
}

/** In place. */
export function exps(at: usize, n: u32): void {
  for (let i: usize = 0; i < n; i++) store<f64>(at + (i << 3), Math.exp(load<f64>(at + (i << 3))));
}
