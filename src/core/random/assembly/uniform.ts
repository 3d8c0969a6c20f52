import { open } from "./open";
import { columns, halfOf, rows, step, wordsOf } from "./pairs";
import { blocksOf } from "./philox";

export function uniforms(out: usize, scratch: usize, replicate: u32, lanes: u32, first: u32, n: u32): void {
  wordsOf(scratch, replicate, lanes, first, n);
  let from = scratch;
  let to = out;
  for (let row: u32 = 0; row < rows; row++) {
    for (const end = to + ((<usize>columns) << 3); to < end; to += 8) {
      store<f64>(to, open(load<u64>(from)));
      from += step;
    }
    from += 8;
  }
}

/** Replaces uniform numbers by 1 where they are below a share, else 0; two at a time. */
export function onesOf(values: usize, shares: usize, n: u32): void {
  for (const end = values + (<usize>n << 3); values < end; values += 16, shares += 16)
    v128.store(values, v128.and(f64x2.lt(v128.load(values), v128.load(shares)), f64x2.splat(1)));
}

export function uniformsAt(out: usize, scratch: usize, elements: usize, n: u32, replicate: u32): void {
  blocksOf(scratch, elements, n, replicate);
  for (let i: usize = 0; i < n; i++)
    store<f64>(out + (i << 3), open(halfOf(scratch + (i << 4), load<u32>(elements + (i << 2)))));
}
