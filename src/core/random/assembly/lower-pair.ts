// Lower triangles of two lanes at a time, packed by rows: entry (i, j), j <= i, is the register at i(i+1)/2 + j.

/** Where row i of a triangle begins, in bytes. */
// @ts-ignore: decorator
@inline export function row(i: u32): usize {
  return <usize>((i * (i + 1)) >> 1) << 4;
}

// @ts-ignore: decorator
@inline export function at(i: u32): usize {
  return <usize>i << 4;
}

/**
 * Bartlett's triangle where records hold its chi-square numbers: their roots are taken, and columns from `rank` on are
 * wiped, as scatters of fewer rows than dimensions have them.
 *
 * @source Bartlett's decomposition of the Wishart law (1933)
 */
export function bartlett(triangle: usize, d: u32, rank: u32): void {
  for (let i: u32 = 0; i < d; i++) {
    const diagonal = triangle + row(i) + at(i);
    v128.store(diagonal, f64x2.sqrt(v128.load(diagonal)));
    for (let j = rank; j <= i; j++) v128.store(triangle + row(i) + at(j), f64x2.splat(0));
  }
}

/** S += scale · L·L', S being symmetric and packed as its lower triangle. Four sums at a time: none waits for the one before. */
export function addGram(sum: usize, lower: usize, d: u32, scale: v128): void {
  for (let i: u32 = 0; i < d; i++) {
    const rowI = lower + row(i);
    const to = sum + row(i);
    let j: u32 = 0;
    for (; j + 3 <= i; j += 4) {
      const row0 = lower + row(j);
      const row1 = lower + row(j + 1);
      const row2 = lower + row(j + 2);
      const row3 = lower + row(j + 3);
      let p0 = f64x2.splat(0);
      let p1 = p0;
      let p2 = p0;
      let p3 = p0;
      for (let k: usize = 0; k <= at(j); k += 16) {
        const x = v128.load(rowI + k);
        p0 = f64x2.add(p0, f64x2.mul(x, v128.load(row0 + k)));
        p1 = f64x2.add(p1, f64x2.mul(x, v128.load(row1 + k)));
        p2 = f64x2.add(p2, f64x2.mul(x, v128.load(row2 + k)));
        p3 = f64x2.add(p3, f64x2.mul(x, v128.load(row3 + k)));
      }
      const x1 = v128.load(rowI + at(j), 16);
      const x2 = v128.load(rowI + at(j), 32);
      const x3 = v128.load(rowI + at(j), 48);
      p1 = f64x2.add(p1, f64x2.mul(x1, v128.load(row1 + at(j), 16)));
      p2 = f64x2.add(p2, f64x2.mul(x1, v128.load(row2 + at(j), 16)));
      p2 = f64x2.add(p2, f64x2.mul(x2, v128.load(row2 + at(j), 32)));
      p3 = f64x2.add(p3, f64x2.mul(x1, v128.load(row3 + at(j), 16)));
      p3 = f64x2.add(p3, f64x2.mul(x2, v128.load(row3 + at(j), 32)));
      p3 = f64x2.add(p3, f64x2.mul(x3, v128.load(row3 + at(j), 48)));
      addScaled(to + at(j), scale, p0);
      addScaled(to + at(j + 1), scale, p1);
      addScaled(to + at(j + 2), scale, p2);
      addScaled(to + at(j + 3), scale, p3);
    }
    for (; j <= i; j++) {
      const rowJ = lower + row(j);
      let product = f64x2.splat(0);
      for (let k: usize = 0; k <= at(j); k += 16)
        product = f64x2.add(product, f64x2.mul(v128.load(rowI + k), v128.load(rowJ + k)));
      addScaled(to + at(j), scale, product);
    }
  }
}

// @ts-ignore: decorator
@inline function addScaled(to: usize, scale: v128, product: v128): void {
  v128.store(to, f64x2.add(v128.load(to), f64x2.mul(scale, product)));
}

/** A pivot below this share of its diagonal entry, times d, is rounding: the column is 0. */
const roundingShare: f64 = 8.0 * f64.EPSILON;

/**
 * Cholesky factor of scale · S + ridge · I, as `cholesky` of linalg finds it: columns without a pivot are 0. Lanes whose
 * bits in `keep` are set stay as they are.
 *
 * @param inverses receives the inverses of the diagonal, 0 where there is no pivot
 * @returns lanes where every column has a pivot, as bits
 */
export function factored(
  out: usize,
  inverses: usize,
  matrix: usize,
  d: u32,
  scale: v128,
  ridge: v128,
  keep: v128,
): v128 {
  const tolerance = f64x2.splat(roundingShare * <f64>d);
  let regular = i64x2.splat(-1);
  for (let i: u32 = 0; i < d; i++) {
    const to = out + row(i);
    const from = matrix + row(i);
    const diagonal = f64x2.add(f64x2.mul(scale, v128.load(from + at(i))), ridge);
    let pivot = diagonal;
    let j: u32 = 0;
    for (; j + 3 < i; j += 4) {
      const row0 = out + row(j);
      const row1 = out + row(j + 1);
      const row2 = out + row(j + 2);
      const row3 = out + row(j + 3);
      let e0 = f64x2.mul(scale, v128.load(from + at(j)));
      let e1 = f64x2.mul(scale, v128.load(from + at(j), 16));
      let e2 = f64x2.mul(scale, v128.load(from + at(j), 32));
      let e3 = f64x2.mul(scale, v128.load(from + at(j), 48));
      for (let k: usize = 0; k < at(j); k += 16) {
        const x = v128.load(to + k);
        e0 = f64x2.sub(e0, f64x2.mul(x, v128.load(row0 + k)));
        e1 = f64x2.sub(e1, f64x2.mul(x, v128.load(row1 + k)));
        e2 = f64x2.sub(e2, f64x2.mul(x, v128.load(row2 + k)));
        e3 = f64x2.sub(e3, f64x2.mul(x, v128.load(row3 + k)));
      }
      const x0 = put(to + at(j), f64x2.mul(e0, v128.load(inverses + at(j))), keep);
      e1 = f64x2.sub(e1, f64x2.mul(x0, v128.load(row1 + at(j))));
      e2 = f64x2.sub(e2, f64x2.mul(x0, v128.load(row2 + at(j))));
      e3 = f64x2.sub(e3, f64x2.mul(x0, v128.load(row3 + at(j))));
      const x1 = put(to + at(j + 1), f64x2.mul(e1, v128.load(inverses + at(j), 16)), keep);
      e2 = f64x2.sub(e2, f64x2.mul(x1, v128.load(row2 + at(j), 16)));
      e3 = f64x2.sub(e3, f64x2.mul(x1, v128.load(row3 + at(j), 16)));
      const x2 = put(to + at(j + 2), f64x2.mul(e2, v128.load(inverses + at(j), 32)), keep);
      e3 = f64x2.sub(e3, f64x2.mul(x2, v128.load(row3 + at(j), 32)));
      const x3 = put(to + at(j + 3), f64x2.mul(e3, v128.load(inverses + at(j), 48)), keep);
      pivot = f64x2.sub(pivot, f64x2.mul(x0, x0));
      pivot = f64x2.sub(pivot, f64x2.mul(x1, x1));
      pivot = f64x2.sub(pivot, f64x2.mul(x2, x2));
      pivot = f64x2.sub(pivot, f64x2.mul(x3, x3));
    }
    for (; j < i; j++) {
      const other = out + row(j);
      let entry = f64x2.mul(scale, v128.load(from + at(j)));
      for (let k: usize = 0; k < at(j); k += 16)
        entry = f64x2.sub(entry, f64x2.mul(v128.load(to + k), v128.load(other + k)));
      const value = put(to + at(j), f64x2.mul(entry, v128.load(inverses + at(j))), keep);
      pivot = f64x2.sub(pivot, f64x2.mul(value, value));
    }
    const positive = f64x2.gt(pivot, f64x2.mul(tolerance, diagonal));
    regular = v128.and(regular, positive);
    const root = f64x2.sqrt(pivot);
    v128.store(inverses + at(i), v128.and(f64x2.div(f64x2.splat(1.0), root), positive));
    v128.store(to + at(i), v128.bitselect(v128.load(to + at(i)), v128.and(root, positive), keep));
  }
  return regular;
}

/** Stores a value, but in lanes that stay as they are. @returns what is there then */
// @ts-ignore: decorator
@inline function put(to: usize, value: v128, keep: v128): v128 {
  const stored = v128.bitselect(v128.load(to), value, keep);
  v128.store(to, stored);
  return stored;
}

/** Solves L·L'·y = x in place, given the inverses of the diagonal of L. */
export function solveFactored(lower: usize, inverses: usize, x: usize, d: u32): void {
  for (let i: u32 = 0; i < d; i++) {
    const from = lower + row(i);
    let rest = v128.load(x + at(i));
    for (let j: usize = 0; j < at(i); j += 16)
      rest = f64x2.sub(rest, f64x2.mul(v128.load(from + j), v128.load(x + j)));
    v128.store(x + at(i), f64x2.mul(rest, v128.load(inverses + at(i))));
  }
  for (let i = d; i > 0; ) {
    i--;
    let rest = v128.load(x + at(i));
    // What was solved last comes last, so that the rest of the sum need not wait for it.
    for (let k = d - 1; k > i; k--)
      rest = f64x2.sub(rest, f64x2.mul(v128.load(lower + row(k) + at(i)), v128.load(x + at(k))));
    v128.store(x + at(i), f64x2.mul(rest, v128.load(inverses + at(i))));
  }
}

/** Solves L'·y = x in place, L' being the transpose. */
export function solveLowerTransposed(lower: usize, x: usize, d: u32): void {
  for (let i = d; i > 0; ) {
    i--;
    let rest = v128.load(x + at(i));
    // What was solved last comes last, so that the rest of the sum need not wait for it.
    for (let k = d - 1; k > i; k--)
      rest = f64x2.sub(rest, f64x2.mul(v128.load(lower + row(k) + at(i)), v128.load(x + at(k))));
    v128.store(x + at(i), f64x2.div(rest, v128.load(lower + row(i) + at(i))));
  }
}
