/**
 * One step of expectation and maximisation of a Gaussian mixture in one dimension: the sums that the new parameters are
 * made of. Two observations at a time, all in IEEE 754 basic operations: the same bits everywhere.
 *
 * @source Dempster, Laird, Rubin: Maximum likelihood from incomplete data via the EM algorithm (1977)
 */
const log2e: f64 = 1.4426950408889634;
/** log 2 in two parts, the first of so few digits that its product with a whole number below 2^11 is exact. */
const log2High: f64 = 6.93147180369123816490e-1;
const log2Low: f64 = 1.90821492927058770002e-10;
/** Added to a number, it leaves the nearest whole number in the lowest bits. */
const rounder: f64 = 6755399441055744.0;
/** Below this an exponential counts as that of this number: nothing beside 1. */
const least: f64 = -708.0;

/** 1/13!, …, 1/2!, 1, 1: Taylor's series is exact to a double within half of log 2. */
const series = memory.data<f64>([
  1.6059043836821613e-10, 2.08767569878681e-9, 2.505210838544172e-8, 2.755731922398589e-7, 2.7557319223985893e-6,
  2.48015873015873e-5, 1.984126984126984e-4, 1.388888888888889e-3, 8.333333333333333e-3, 4.1666666666666664e-2,
  0.16666666666666666, 0.5, 1.0, 1.0,
]);

/** exp of two numbers, none above 0. */
// @ts-ignore: decorator
@inline function exponential(power: v128): v128 {
  const x = f64x2.max(power, f64x2.splat(least));
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(log2e)), f64x2.splat(rounder));
  const whole = f64x2.sub(shifted, f64x2.splat(rounder));
  const near = f64x2.sub(x, f64x2.mul(whole, f64x2.splat(log2High)));
  const rest = f64x2.sub(near, f64x2.mul(whole, f64x2.splat(log2Low)));
  let sum = v128.load64_splat(series);
  for (let term: usize = 8; term <= 104; term += 8)
    sum = f64x2.add(f64x2.mul(sum, rest), v128.load64_splat(series + term));
  return i64x2.add(sum, i64x2.shl(shifted, 52));
}

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
  const odds = exponential(f64x2.neg(f64x2.abs(gap)));
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
    const density = exponential(f64x2.sub(v128.load(at, 16), best));
    v128.store(at, density, 16);
    total = f64x2.add(total, density);
  }
  const scale = f64x2.div(weight, total);
  for (let k: u32 = 0; k < components; k++) {
    const at = work + k * ofWork;
    add(sums + k * ofSums, f64x2.mul(v128.load(at, 16), scale), v128.load(at));
  }
}
