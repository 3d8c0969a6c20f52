// A row's hash is four lanes of 32 bits, a multiplier each: see `rowSums`.
const multipliers = i32x4(0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f);
const places = i32x4(0, 1, 2, 3);
/** The one pattern that all NaN stand for. */
const notANumber = i64x2.splat(0x7ff8000000000000);

// @ts-ignore: decorator
@inline function taken(hash: v128, word: v128): v128 {
  const mixed = i32x4.mul(v128.xor(hash, word), multipliers);
  return i32x4.add(v128.xor(mixed, i32x4.shr_u(mixed, 15)), places);
}

/** Takes the halves of a double that stands in both places of `both`, the lower one first. */
// @ts-ignore: decorator
@inline function takenDouble(hash: v128, both: v128): v128 {
  const bits = v128.bitselect(both, notANumber, f64x2.eq(both, both));
  const low = v128.shuffle<i32>(bits, bits, 0, 0, 0, 0);
  return taken(taken(hash, low), v128.shuffle<i32>(bits, bits, 1, 1, 1, 1));
}

// @ts-ignore: decorator
@inline function finished(hash: v128): v128 {
  hash = i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 16)), i32x4.splat(0x7feb352d));
  hash = i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 15)), i32x4.splat(0x846ca68b));
  return v128.xor(hash, i32x4.shr_u(hash, 16));
}

/**
 * Adds the hashes of a generation's rows.
 *
 * @param sums four of 64 bits
 * @param status a byte a lane; lanes of `noRow` are left out
 * @param values a column of `count` doubles a metric, one after the other
 * @param first replicate of lane 0
 */
export function addRowHashes(
  sums: usize,
  status: usize,
  noRow: u32,
  values: usize,
  count: u32,
  metrics: u32,
  first: u32,
  generation: u32,
  size: f64,
  share: f64,
): void {
  const column = <usize>count << 3;
  const number = i32x4.splat(generation);
  const sizes = f64x2.splat(size);
  const shares = f64x2.splat(share);
  let left = v128.load(sums);
  let right = v128.load(sums, 16);
  for (let lane: u32 = 0; lane < count; lane++) {
    const word = <u32>load<u8>(status + lane);
    let hash = taken(taken(multipliers, i32x4.splat(first + lane)), number);
    hash = takenDouble(takenDouble(taken(hash, i32x4.splat(word)), sizes), shares);
    let value = values + (<usize>lane << 3);
    for (let metric: u32 = 0; metric < metrics; metric++, value += column)
      hash = takenDouble(hash, v128.load64_splat(value));
    hash = v128.and(finished(hash), i32x4.splat(word == noRow ? 0 : -1));
    left = i64x2.add(left, i64x2.extend_low_i32x4_u(hash));
    right = i64x2.add(right, i64x2.extend_high_i32x4_u(hash));
  }
  v128.store(sums, left);
  v128.store(sums, right, 16);
}
