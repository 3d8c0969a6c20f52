import { expect, it } from "vitest";
import { bartlettSampler } from "../../../src/core/families/bartlett.ts";
import { packedLength, solveLower } from "../../../src/core/linalg/lower.ts";
import { counted, expectFit, laws } from "../random/golden.ts";

const count = 20_000;
const [d, at] = [3, { generation: 1, draw: 0, part: 0 }];

/** Triangles T of Wishart matrices W = T·T', and for a vector a the numbers a'Wa and 1/(a'W⁻¹a), over a'a and its inverse. */
function forms(freedom: number, a: readonly number[], scales?: Float64Array): [Float64Array, Float64Array] {
  const triangles = new Float64Array(count * packedLength(d));
  bartlettSampler({ key: [3, 0x5eed], first: 0, count }, d, scales)(triangles, at, freedom);
  const [form, inverse] = [new Float64Array(count), new Float64Array(count)];
  const square = a.reduce((sum, x) => sum + x * x, 0);
  for (let lane = 0; lane < count; lane++) {
    const start = lane * packedLength(d);
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let i = j; i < d; i++) sum += triangles[start + packedLength(i) + j]! * a[i]!;
      form[lane]! += (sum * sum) / square;
    }
    const solved = Float64Array.from(a);
    solveLower(triangles, start, solved, 0, d);
    inverse[lane] = square / solved.reduce((sum, x) => sum + x * x, 0);
  }
  return [form, inverse];
}

const edgesOf = (freedom: number): number[] => {
  const law = laws.gammas.find(({ shape }) => shape === freedom / 2);
  expect(law, `chi-square law of ${freedom} degrees`).toBeDefined();
  return law!.edges.map((edge) => 2 * edge);
};

// Both laws are chi-square whatever a: with n degrees of freedom, and with n - d + 1.
it.each([9, 99, 2000, 2e6])("makes Wishart matrices of %d degrees of freedom", (freedom) => {
  for (const a of [
    [1, 1, 1],
    [1, 0, 0],
    [0.3, -2, 1],
  ]) {
    expectFit(counted(forms(freedom, a)[0], edgesOf(freedom)));
    expectFit(counted(forms(freedom + d - 1, a)[1], edgesOf(freedom)));
  }
});

it("scales the rows that the scatter is of", () => {
  const scales = Float64Array.of(1, 0.5, 3);
  const [form] = forms(9, [1, 1, 1], scales);
  // a'ΣWΣa is that of the vector Σa, whose square is 1 + 1/4 + 9, over 3.
  expectFit(
    counted(
      form.map((value) => (3 * value) / 10.25),
      edgesOf(9),
    ),
  );
});
