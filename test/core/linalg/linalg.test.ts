import { describe, expect, it } from "vitest";
import { cholesky } from "../../../src/core/linalg/cholesky.ts";
import { jacobi } from "../../../src/core/linalg/jacobi.ts";
import {
  addGram,
  packedLength,
  solveLower,
  solveLowerTransposed,
  squaredNormTransposed,
} from "../../../src/core/linalg/lower.ts";
import { solveMinimumNorm } from "../../../src/core/linalg/pseudo-inverse.ts";

const d = 6;
const offset = 3;

/** Entries that look random and are the same everywhere. */
function entries(length: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function lowerOf(seed: number): Float64Array {
  const lower = entries(offset + packedLength(d), seed);
  for (let i = 0; i < d; i++) lower[offset + packedLength(i + 1) - 1] = 1 + i;
  return lower;
}

const dense = (lower: Float64Array): number[][] =>
  Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => (j <= i ? lower[offset + packedLength(i) + j]! : 0)),
  );
const transpose = (a: number[][]): number[][] => a.map((_, i) => a.map((row) => row[i]!));
const product = (a: number[][], b: number[][]): number[][] =>
  a.map((row) => transpose(b).map((column) => row.reduce((sum, value, k) => sum + value * column[k]!, 0)));
const apply = (a: number[][], x: ArrayLike<number>): number[] =>
  a.map((row) => row.reduce((sum, value, k) => sum + value * x[k]!, 0));

function expectClose(got: ArrayLike<number>, want: ArrayLike<number>): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) expect(Math.abs(got[i]! - want[i]!)).toBeLessThan(1e-11);
}

describe("packed triangles", () => {
  const a = lowerOf(1);

  it("multiply as their full matrices do", () => {
    const gram = new Float64Array(offset + packedLength(d));
    addGram(gram, offset, a, offset, d, 3);
    const full = product(dense(a), transpose(dense(a)));
    expectClose(
      dense(gram).flat(),
      full.map((row, i) => row.map((value, j) => (j <= i ? 3 * value : 0))).flat(),
    );
    const x = entries(d, 3);
    const norm = apply(transpose(dense(a)), x).reduce((sum, value) => sum + value * value, 0);
    expectClose([squaredNormTransposed(a, offset, x, 0, d)], [norm]);
  });

  it("solve what they multiply", () => {
    const x = entries(d, 4);
    const forward = Float64Array.from(apply(dense(a), x));
    solveLower(a, offset, forward, 0, d);
    expectClose(forward, x);
    const backward = Float64Array.from(apply(transpose(dense(a)), x));
    solveLowerTransposed(a, offset, backward, 0, d);
    expectClose(backward, x);
  });
});

describe("cholesky", () => {
  it("gives back the factor of a definite matrix", () => {
    const a = lowerOf(5);
    const gram = new Float64Array(offset + packedLength(d));
    addGram(gram, offset, a, offset, d, 1);
    expect(cholesky(gram, offset, gram, offset, d, 4)).toBe(d);
    expectClose(
      gram.slice(offset),
      a.slice(offset).map((value) => 2 * value),
    );
  });

  it("factors a matrix of lower rank and says so", () => {
    const thin = lowerOf(6);
    for (let i = 0; i < d; i++) for (let j = 3; j <= i; j++) thin[offset + packedLength(i) + j] = 0;
    const gram = new Float64Array(offset + packedLength(d));
    addGram(gram, offset, thin, offset, d, 1);
    const factor = new Float64Array(offset + packedLength(d));
    expect(cholesky(factor, offset, gram, offset, d)).toBe(3);
    expectClose(factor.slice(offset), thin.slice(offset));
    expect(cholesky(factor, 0, new Float64Array(packedLength(d)), 0, d)).toBe(0);
  });
});

describe("jacobi", () => {
  it("diagonalises: A = V·D·V'", () => {
    const lower = dense(lowerOf(7));
    const symmetric = product(lower, transpose(lower));
    const matrix = Float64Array.from(symmetric.flat());
    const vectors = new Float64Array(d * d);
    jacobi(matrix, d, vectors);
    const v = Array.from({ length: d }, (_, i) => Array.from(vectors.slice(i * d, i * d + d)));
    const values = v.map((_, i) => v.map((_, j) => (i === j ? matrix[i * d + i]! : 0)));
    expectClose(product(product(v, values), transpose(v)).flat(), symmetric.flat());
    expectClose(
      product(v, transpose(v)).flat(),
      v.flatMap((_, i) => v.map((_, j) => (i === j ? 1 : 0))),
    );
  });

  it("keeps small eigenvalues of a graded matrix", () => {
    const matrix = Float64Array.from([1, 1e-9, 1e-9, 1e-16]);
    jacobi(matrix, 2);
    expect(Math.min(matrix[0]!, matrix[3]!) / 9.9e-17).toBeCloseTo(1, 6);
  });
});

describe("solveMinimumNorm", () => {
  it("solves in the range and has no part outside it", () => {
    // A = u·u' with |u|² = 14: the solution of A·x = u is u/14.
    const u = Float64Array.from([1, 2, 3]);
    const matrix = Float64Array.from([1, 2, 4, 3, 6, 9]);
    const x = u.slice();
    solveMinimumNorm(matrix, 0, x, 0, 3);
    expectClose(
      x,
      u.map((value) => value / 14),
    );
  });
});
