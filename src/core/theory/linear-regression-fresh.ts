import type { Cell } from "../cell.ts";
import { linearRegressionLaw } from "../families/linear-regression-law.ts";
import type { Draw } from "../regimes/regime.ts";
import { mostFollowed } from "./linear-workflow.ts";
import { trainingOf } from "./linear-workflow-cell.ts";
import type { Theorem } from "./prediction.ts";
import { squares } from "./squares.ts";

const source = "derived: moments of the matrix-variate Dirichlet law, fresh rows in every batch";

/** E e_g·e_j of the errors of fits g and j <= g, in units of σ²; rows from 1. */
type Products = number[][];

/**
 * Test error of least squares where every fit sees new rows alone, pooled from the truth and from earlier models: fresh real
 * data, shares of them, mixtures.
 *
 * Let G_k be the Gram matrix of the rows that model k labelled, A their sum over N rows: a fit's error is Σ A⁻¹G_k·e_k plus
 * noise of covariance σ²A⁻¹. The A⁻¹G_k are independent of all before, and invariant under rotations, so that errors
 * mix by E tr(G_k A⁻² G_l)/d, and with older ones by E tr(A⁻¹G_k)/d = n_k/N. The rows' covariance does not enter.
 *
 * @source derived: the setting of arXiv:2404.01413, Section 3, with a fresh design
 */
export const linearRegressionFresh: Theorem = (cell, metric, generation) => {
  if (cell.family !== "linear-regression" || metric !== "test_error") return undefined;
  const { dimension: d, noise, fixed, ridge } = linearRegressionLaw(cell.parameters);
  if (fixed || ridge > 0 || generation > mostFollowed || cell.regime === "replace-multiple") return undefined;
  const training = trainingOf(cell);
  if (!training) return undefined;
  const products = known.get(cell) ?? [[]];
  known.set(cell, products);
  for (let g = products.length; g <= generation; g++) {
    const { draws, keeps } = training(g);
    const rows = draws.reduce((sum, { size }) => sum + size, 0);
    if (keeps !== "none" || rows <= d + 3 || draws.some(({ weight = 1 }) => weight !== 1)) return undefined;
    products.push(next(products, draws, d));
  }
  const value = noise * noise * (products[generation]?.[generation] ?? Number.NaN);
  return [{ kind: "exact", source, ...squares(value, value * Math.sqrt(2 / d), false) }];
};

const known = new WeakMap<Cell, Products>();

function next(products: Products, draws: readonly Draw[], d: number): number[] {
  const g = products.length;
  const total = draws.reduce((sum, { size }) => sum + size, 0);
  // The truth has no error.
  const seen = draws.filter(({ from }) => from > 0);
  const between = (i: number, j: number): number => products[Math.max(i, j)]?.[Math.min(i, j)] ?? Number.NaN;
  const row = Array.from({ length: g + 1 }, (_, j) =>
    j === 0 || j === g ? 0 : seen.reduce((sum, { from, size }) => sum + (size / total) * between(from, j), 0),
  );
  let error = d / (total - d - 1);
  seen.forEach((one, k) => {
    seen.forEach((other, l) => {
      error += mixing(one.size, other.size, k === l, total, d) * between(one.from, other.from);
    });
  });
  row[g] = error;
  return row;
}

/**
 * E tr(G A⁻² H)/d for Wishart matrices G and H of m and n rows in d dimensions, independent or the same, and their sum A with
 * others, of N rows.
 *
 * With G = √A·U·√A, U is independent of A, and E U_ij V_kl = α·δ_ij·δ_kl + β(δ_ik·δ_jl + δ_il·δ_jk); α and β follow from
 * E tr G tr H and E tr GH. Then the value is α + β + β·E(tr A tr A⁻¹)/d, where E(tr A tr A⁻¹) = (Nd - 2)·d/(N - d - 1), for
 * the score of a Wishart law's scale is (tr A - Nd)/2.
 *
 * @param N above d + 1
 * @source derived: invariance under rotations; first and second moments of the Wishart law
 */
export function mixing(m: number, n: number, same: boolean, N: number, d: number): number {
  const traces = same ? m * m * d * d + 2 * m * d : m * n * d * d;
  const product = same ? m * d * (m + d + 1) : m * n * d;
  const allTraces = N * N * d * d + 2 * N * d;
  const allProduct = N * d * (N + d + 1);
  if (d === 1) return product / allProduct;
  const scale = allTraces * (allProduct + allTraces) - 2 * allProduct * allProduct;
  const alpha = (traces * (allProduct + allTraces) - 2 * allProduct * product) / scale;
  const beta = (allTraces * product - allProduct * traces) / scale;
  return alpha + beta + (beta * (N * d - 2)) / (N - d - 1);
}
