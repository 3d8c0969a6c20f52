import { exponentialOfNegative } from "./exponential";

// One step of expectation and maximisation of a Gaussian mixture in one dimension: the sums that the new parameters are
// made of. Dempster, Laird, Rubin: Maximum likelihood from incomplete data via the EM algorithm (1977).

/** Bytes of a component: mean, log of weight over sd, 1/(2·variance); of its sums: two lanes each of three; of its work. */
const ofModel: usize = 24;
const ofSums: usize = 48;
const ofWork: usize = 32;

/**
 * @param values observations, `n` of them, even
 * @param weights one an observation, 0 for what only fills up
 * @param sums out, a component: weight, and first and second moment about its mean, each as two numbers to be added
 * @param work 32 bytes a component
 */
export function mixtureSums(
  values: usize,
  weights: usize,
  n: u32,
  model: usize,
  components: u32,
  sums: usize,
  work: usize,
): void {
  memory.fill(sums, 0, components * ofSums);
  const end = values + (<usize>n << 3);
  for (; values < end; values += 16, weights += 16) {
    const y = v128.load(values);
    const weight = v128.load(weights);
    if (components == 2) pair(y, weight, model, sums);
    else several(y, weight, model, components, sums, work);
  }
}

// @ts-ignore: decorator
@inline function add(sums: usize, share: v128, away: v128): void {
  const first = f64x2.mul(share, away);
  v128.store(sums, f64x2.add(v128.load(sums), share));
  v128.store(sums, f64x2.add(v128.load(sums, 16), first), 16);
  v128.store(sums, f64x2.add(v128.load(sums, 32), f64x2.mul(first, away)), 32);
}

/** log of a component's density, without a common term. */
// @ts-ignore: decorator
@inline function logDensity(away: v128, model: usize): v128 {
  const square = f64x2.mul(away, away);
  return f64x2.sub(v128.load64_splat(model, 8), f64x2.mul(square, v128.load64_splat(model, 16)));
}

// @ts-ignore: decorator
@inline function pair(y: v128, weight: v128, model: usize, sums: usize): void {
  const other = model + ofModel;
  const fromOne = f64x2.sub(y, v128.load64_splat(model));
  const fromOther = f64x2.sub(y, v128.load64_splat(other));
  const gap = f64x2.sub(logDensity(fromOther, other), logDensity(fromOne, model));
  const odds = exponentialOfNegative(f64x2.neg(f64x2.abs(gap)));
  const large = f64x2.div(weight, f64x2.add(f64x2.splat(1), odds));
  const small = f64x2.mul(large, odds);
  const nearer = f64x2.gt(gap, f64x2.splat(0));
  add(sums, v128.bitselect(small, large, nearer), fromOne);
  add(sums + ofSums, v128.bitselect(large, small, nearer), fromOther);
}

// @ts-ignore: decorator
@inline function several(
  y: v128,
  weight: v128,
  model: usize,
  components: u32,
  sums: usize,
  work: usize,
): void {
  let best = f64x2.splat(-Infinity);
  for (let k: u32 = 0; k < components; k++) {
    const away = f64x2.sub(y, v128.load64_splat(model + k * ofModel));
    const density = logDensity(away, model + k * ofModel);
    v128.store(work + k * ofWork, away);
    v128.store(work + k * ofWork, density, 16);
    best = f64x2.max(best, density);
  }
  let total = f64x2.splat(0);
  for (let k: u32 = 0; k < components; k++) {
    const at = work + k * ofWork;
    const density = exponentialOfNegative(f64x2.sub(v128.load(at, 16), best));
    v128.store(at, density, 16);
    total = f64x2.add(total, density);
  }
  const scale = f64x2.div(weight, total);
  for (let k: u32 = 0; k < components; k++) {
    const at = work + k * ofWork;
    add(sums + k * ofSums, f64x2.mul(v128.load(at, 16), scale), v128.load(at));
  }
}
