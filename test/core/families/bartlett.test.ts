import { describe, expect, it } from "vitest";
import { bartlettSampler } from "../../../src/core/families/bartlett.ts";
import { packedLength, solveLower } from "../../../src/core/linalg/lower.ts";
import { counted, expectFit, expectMean, laws } from "../random/golden.ts";

const count = laws.draws;
const at = { generation: 1, draw: 0, part: 0 };

/** Triangles T of Wishart matrices W = T·T', packed, one a lane. */
function triangles(freedom: number, d: number, scales?: Float64Array): Float64Array {
  const out = new Float64Array(count * packedLength(d));
  bartlettSampler({ key: [3, 0x5eed], first: 0, count }, d, scales)(out, at, freedom);
  return out;
}

/** a'Wa over a'a. */
function forms(of: Float64Array, a: readonly number[]): Float64Array {
  const [d, square] = [a.length, squareOf(a)];
  return Float64Array.from({ length: count }, (_, lane) => {
    let form = 0;
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let i = j; i < d; i++) sum += of[lane * packedLength(d) + packedLength(i) + j]! * a[i]!;
      form += sum * sum;
    }
    return form / square;
  });
}

/** a'a over a'W⁻¹a. */
function inverses(of: Float64Array, a: readonly number[]): Float64Array {
  const [d, square, solved] = [a.length, squareOf(a), new Float64Array(a.length)];
  return Float64Array.from({ length: count }, (_, lane) => {
    solved.set(a);
    solveLower(of, lane * packedLength(d), solved, 0, d);
    return square / squareOf(solved);
  });
}

function squareOf(a: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * a[i]!;
  return sum;
}

const edgesOf = (freedom: number): number[] => {
  const law = laws.gammas.find(({ shape }) => shape === freedom / 2);
  expect(law, `chi-square law of ${freedom} degrees`).toBeDefined();
  return law!.edges.map((edge) => 2 * edge);
};

// Both laws are chi-square whatever a: with n degrees of freedom, and with n - d + 1.
describe.each([9, 99, 2000, 2e6])("Wishart matrices of %d degrees of freedom", (freedom) => {
  const edges = edgesOf(freedom);
  const some = [
    [1, 1, 1],
    [0.3, -2, 1],
  ];

  it("have chi-square forms", () => {
    const of = triangles(freedom, 3);
    for (const a of some) expectFit(counted(forms(of, a), edges));
  });

  it("have inverses with chi-square forms", () => {
    const of = triangles(freedom + 2, 3);
    for (const a of some) expectFit(counted(inverses(of, a), edges));
  });
});

it.each(laws.wisharts)(
  "of order $order and $freedom degrees have determinants of the law's mean logarithm",
  ({ order, freedom, logDeterminant, variance }) => {
    const of = triangles(freedom, order);
    let sum = 0;
    for (let lane = 0, base = 0; lane < count; lane++, base += packedLength(order)) {
      let product = 1;
      for (let i = 0; i < order; i++) product *= of[base + packedLength(i) + i]!;
      sum += 2 * Math.log(product);
    }
    expectMean(sum, count, logDeterminant, variance);
  },
);

it("scales the rows that the scatter is of", () => {
  const form = forms(triangles(9, 3, Float64Array.of(1, 0.5, 3)), [1, 1, 1]);
  // a'ΣWΣa is that of the vector Σa, whose square is 1 + 1/4 + 9, over 3.
  expectFit(
    counted(
      form.map((value) => (3 * value) / 10.25),
      edgesOf(9),
    ),
  );
});
