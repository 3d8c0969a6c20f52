import { addGram, at, bartlett, factored, row, solveFactored, solveLowerTransposed } from "./lower-pair";

// Least squares, two lanes at a time: coefficients (d) and packed lower triangles.

// Of a fixed design X of full rank, X'X = T·T', coefficients w stand as v = T'w: estimates from relabelled rows are v + scale·z
// then, without a product.

/**
 * Estimates from a batch that relabels a fixed design: v + scale·z.
 *
 * @param models v, `d + 1` registers apart
 * @param normals z
 */
export function fixedBatch(out: usize, models: usize, normals: usize, d: u32, pairs: u32, scale: f64): void {
  const scales = f64x2.splat(scale);
  for (let pair: u32 = 0; pair < pairs; pair++) {
    for (const end = out + at(d); out < end; out += 16, models += 16, normals += 16)
      v128.store(out, f64x2.add(v128.load(models), f64x2.mul(scales, v128.load(normals))));
    models += 16;
  }
}

/** Moves models (v, step) to estimates, the step becoming scale·|change of v|². */
export function fixedFit(models: usize, estimates: usize, d: u32, pairs: u32, scale: f64): void {
  for (let pair: u32 = 0; pair < pairs; pair++) {
    let squares = f64x2.splat(0);
    for (const end = models + at(d); models < end; models += 16, estimates += 16) {
      const estimate = v128.load(estimates);
      const change = f64x2.sub(estimate, v128.load(models));
      squares = f64x2.add(squares, f64x2.mul(change, change));
      v128.store(models, estimate);
    }
    v128.store(models, f64x2.mul(f64x2.splat(scale), squares));
    models += 16;
  }
}

/**
 * Measures models (v, step) of a fixed design as {@link coefficientsMeasure} does their coefficients T'⁻¹·v, and behind that the
 * step.
 *
 * @param inverses T⁻¹, a lower triangle
 */
export function fixedMeasure(
  out: usize,
  column: usize,
  models: usize,
  inverses: usize,
  d: u32,
  pairs: u32,
  signal: f64,
  scales: usize,
): void {
  for (let pair: u32 = 0; pair < pairs; pair++) {
    let squares = f64x2.splat(0);
    let wrong = f64x2.splat(0);
    for (let i: u32 = 0; i < d; i++) {
      let coefficient = f64x2.splat(0);
      let entry = inverses + row(i) + at(i);
      for (let k = i; k < d; k++) {
        coefficient = f64x2.add(coefficient, f64x2.mul(v128.load(entry), v128.load(models + at(k))));
        entry += at(k + 1);
      }
      const distance = f64x2.sub(coefficient, f64x2.splat(i == 0 ? signal : 0));
      const miss = f64x2.mul(v128.load64_splat(scales + (<usize>i << 3)), distance);
      squares = f64x2.add(squares, f64x2.mul(coefficient, coefficient));
      wrong = f64x2.add(wrong, f64x2.mul(miss, miss));
    }
    v128.store(out, wrong);
    v128.store(out + column, f64x2.sqrt(squares));
    v128.store(out + 2 * column, v128.load(models + at(d)));
    out += 16;
    models += at(d + 1);
    inverses += row(d);
  }
}

/** pools += share · (batches - pools), number by number. */
export function mixed(pools: usize, batches: usize, registers: u32, share: f64): void {
  const shares = f64x2.splat(share);
  for (const end = pools + at(registers); pools < end; pools += 16, batches += 16) {
    const pool = v128.load(pools);
    v128.store(pools, f64x2.add(pool, f64x2.mul(shares, f64x2.sub(v128.load(batches), pool))));
  }
}

/**
 * Batches (T, T'w + noise·z) of new rows from records (z, T).
 *
 * @param rank columns of T that are not 0
 * @param scales d numbers by which rows of T are multiplied
 */
export function freshBatch(
  out: usize,
  models: usize,
  records: usize,
  d: u32,
  rank: u32,
  pairs: u32,
  noise: f64,
  scales: usize,
): void {
  const noises = f64x2.splat(noise);
  for (let pair: u32 = 0; pair < pairs; pair++) {
    bartlett(records + at(d), d, rank);
    const labels = out + row(d);
    for (let j: usize = 0; j < at(d); j += 16) v128.store(labels + j, f64x2.mul(noises, v128.load(records + j)));
    for (let i: u32 = 0; i < d; i++) {
      const from = records + at(d) + row(i);
      const to = out + row(i);
      const scale = v128.load64_splat(scales + (<usize>i << 3));
      const coefficient = v128.load(models + at(i));
      for (let j: usize = 0; j <= at(i); j += 16) {
        const entry = f64x2.mul(scale, v128.load(from + j));
        v128.store(to + j, entry);
        v128.store(labels + j, f64x2.add(v128.load(labels + j), f64x2.mul(entry, coefficient)));
      }
    }
    out += row(d) + at(d);
    models += at(d);
    records += row(d) + at(d);
  }
}

/** Fits coefficients to batches (T, b) of full rank: T'⁻¹·b. */
export function freshTake(models: usize, batches: usize, d: u32, pairs: u32): void {
  for (let pair: u32 = 0; pair < pairs; pair++) {
    memory.copy(models, batches + row(d), at(d));
    solveLowerTransposed(batches, models, d);
    models += at(d);
    batches += row(d) + at(d);
  }
}

/** Adds `weight` times batches (T, b) to pools (X'X, X'y): T·T' and T·b. */
export function gramMerge(pools: usize, batches: usize, d: u32, pairs: u32, weight: f64): void {
  const weights = f64x2.splat(weight);
  for (let pair: u32 = 0; pair < pairs; pair++) {
    addGram(pools, batches, d, weights);
    for (let i: u32 = 0; i < d; i++) {
      let sum = f64x2.splat(0);
      for (let j: usize = 0; j <= at(i); j += 16)
        sum = f64x2.add(sum, f64x2.mul(v128.load(batches + row(i) + j), v128.load(batches + row(d) + j)));
      const to = pools + row(d) + at(i);
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(weights, sum)));
    }
    pools += row(d) + at(d);
    batches += row(d) + at(d);
  }
}

/**
 * Fits coefficients to pools (X'X, X'y): (X'X + ridge·I)⁻¹·X'y, where that exists.
 *
 * @param regular 1 for a lane where it does, else 0
 * @param factor room for a triangle and d registers
 */
export function gramFit(
  models: usize,
  pools: usize,
  regular: usize,
  factor: usize,
  d: u32,
  pairs: u32,
  ridge: f64,
): void {
  const one = f64x2.splat(1.0);
  for (let pair: u32 = 0; pair < pairs; pair++) {
    const inverses = factor + row(d);
    const good = factored(factor, inverses, pools, d, one, f64x2.splat(ridge), i64x2.splat(0));
    memory.copy(models, pools + row(d), at(d));
    solveFactored(factor, inverses, models, d);
    v128.store(regular, v128.and(good, one));
    models += at(d);
    pools += row(d) + at(d);
    regular += 16;
  }
}

/**
 * Measures coefficients against (signal, 0, 0, …), in columns of `column` bytes: test error and norm.
 *
 * @param scales d numbers by which distances are multiplied
 */
export function coefficientsMeasure(
  out: usize,
  column: usize,
  models: usize,
  d: u32,
  pairs: u32,
  signal: f64,
  scales: usize,
): void {
  for (let pair: u32 = 0; pair < pairs; pair++) {
    let squares = f64x2.splat(0);
    let wrong = f64x2.splat(0);
    for (let j: u32 = 0; j < d; j++) {
      const coefficient = v128.load(models + at(j));
      const distance = f64x2.sub(coefficient, f64x2.splat(j == 0 ? signal : 0));
      const miss = f64x2.mul(v128.load64_splat(scales + (<usize>j << 3)), distance);
      squares = f64x2.add(squares, f64x2.mul(coefficient, coefficient));
      wrong = f64x2.add(wrong, f64x2.mul(miss, miss));
    }
    v128.store(out, wrong);
    v128.store(out + column, f64x2.sqrt(squares));
    out += 16;
    models += at(d);
  }
}
