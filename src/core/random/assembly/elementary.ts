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

/** In place. */
export function logs(at: usize, n: u32): void {
  for (let i: usize = 0; i < n; i++) store<f64>(at + (i << 3), Math.log(load<f64>(at + (i << 3))));
}

/** In place. */
export function exps(at: usize, n: u32): void {
  for (let i: usize = 0; i < n; i++) store<f64>(at + (i << 3), Math.exp(load<f64>(at + (i << 3))));
}
