import { gamma } from "./gamma";
import { layOut, normal } from "./normal";
import { open } from "./open";
import { block, blocks, blocksOf, high, low } from "./philox";

export { address } from "./philox";
export { subset } from "./subset";

layOut();

/** Where the caller may write. */
export function base(): usize {
  return (__heap_base + 15) & ~15;
}

// A batch below is lanes × elements: elements `first` … `first + n - 1` (`first` even) of each of `lanes` replicates
// from `replicate` on. `scratch` takes its blocks, and eight more.

export function uniforms(out: usize, scratch: usize, replicate: u32, lanes: u32, first: u32, n: u32): void {
  const width = (n + 1) >> 1;
  blocks(scratch, replicate, first >> 1, width, width * lanes);
  let to = out;
  for (let lane: u32 = 0; lane < lanes; lane++) {
    const from = scratch + (<usize>(lane * width) << 4);
    for (let e: u32 = 0; e < n; e++, to += 8) store<f64>(to, open(load<u64>(from + (<usize>e << 3))));
  }
}

export function normals(out: usize, scratch: usize, replicate: u32, lanes: u32, first: u32, n: u32): void {
  const width = (n + 1) >> 1;
  blocks(scratch, replicate, first >> 1, width, width * lanes);
  let to = out;
  for (let lane: u32 = 0; lane < lanes; lane++) {
    const from = scratch + (<usize>(lane * width) << 4);
    for (let e: u32 = 0; e < n; e++, to += 8)
      store<f64>(to, normal(load<u64>(from + (<usize>e << 3)), first + e, replicate + lane, 1));
  }
}

/** Gamma numbers of shape `factor` times the one at `shapes`, which moves on by `stride` bytes; times `scale`. */
export function gammas(
  out: usize,
  scratch: usize,
  shapes: usize,
  stride: usize,
  factor: f64,
  scale: f64,
  replicate: u32,
  lanes: u32,
  first: u32,
  n: u32,
): void {
  blocks(scratch, replicate, first, n, n * lanes);
  let to = out;
  let from = scratch;
  let shape = shapes;
  for (let lane: u32 = 0; lane < lanes; lane++)
    for (let e: u32 = 0; e < n; e++, to += 8, from += 16, shape += stride) {
      const value = gamma(factor * load<f64>(shape), first + e, replicate + lane, load<u64>(from), load<u64>(from, 8));
      store<f64>(to, scale * value);
    }
}

/** The word of an element among blocks that `blocksOf` made: half e & 1. */
// @ts-ignore: decorator
@inline function wordOf(blockAt: usize, element: u32): u64 {
  return load<u64>(blockAt + (<usize>(element & 1) << 3));
}

export function uniformsAt(out: usize, scratch: usize, elements: usize, n: u32, replicate: u32): void {
  blocksOf(scratch, elements, n, replicate);
  for (let i: usize = 0; i < n; i++)
    store<f64>(out + (i << 3), open(wordOf(scratch + (i << 4), load<u32>(elements + (i << 2)))));
}

export function normalsAt(out: usize, scratch: usize, elements: usize, n: u32, replicate: u32): void {
  blocksOf(scratch, elements, n, replicate);
  for (let i: usize = 0; i < n; i++) {
    const element = load<u32>(elements + (i << 2));
    store<f64>(out + (i << 3), normal(wordOf(scratch + (i << 4), element), element, replicate, 1));
  }
}

/** The first block of an element, for tests against known answers. */
export function firstBlock(out: usize, element: u32, attempt: u32, replicate: u32): void {
  block(element, attempt, replicate);
  store<u64>(out, low);
  store<u64>(out, high, 8);
}

export function logs(at: usize, n: u32): void {
  for (let i: usize = 0; i < n; i++) store<f64>(at + (i << 3), Math.log(load<f64>(at + (i << 3))));
}

export function exps(at: usize, n: u32): void {
  for (let i: usize = 0; i < n; i++) store<f64>(at + (i << 3), Math.exp(load<f64>(at + (i << 3))));
}

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
