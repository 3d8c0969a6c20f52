import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import type { GlmLink } from "../../../src/core/families/glm-link.ts";
import { GlmRows } from "../../../src/core/families/glm-rows.ts";
import { glmSolver } from "../../../src/core/families/glm-newton.ts";
import { logit } from "../../../src/core/families/logistic-regression.ts";
import { logLink } from "../../../src/core/families/poisson-regression.ts";

interface Golden {
  readonly design: number[];
  readonly counts: number[];
  readonly logistic: { readonly labels: number[]; readonly coefficients: number[] };
  readonly poisson: { readonly labels: number[]; readonly coefficients: number[] };
}

const golden: Golden = JSON.parse(readFileSync(new URL("../../oracles/glm.json", import.meta.url), "utf8"));
const p = 3;

function fit(link: GlmLink, rows: number[], counts: number[], labels: number[], start = new Float64Array(p)) {
  const n = counts.length;
  const response = new Float64Array(p);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < p; j++) response[j]! += counts[i]! * labels[i]! * rows[i * p + j]!;
  const beta = start.slice();
  const design = Array.from({ length: p }, (_, j) =>
    Float64Array.from(counts, (_one, i) => rows[i * p + j]!),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  const data = { design, counts: Float64Array.from(counts), labels: total, response };
  return { status: statuses[glmSolver(link, new GlmRows(n, p), p)(beta, data)], beta };
}

it.each([
  ["logistic", logit],
  ["poisson", logLink],
] as const)("agrees with statsmodels: %s, from near and from far", (name, link) => {
  const { labels, coefficients } = golden[name];
  for (const start of [0, 3, -6]) {
    const { status, beta } = fit(link, golden.design, golden.counts, labels, new Float64Array(p).fill(start));
    expect(status).toBe("ok");
    beta.forEach((value, j) => {
      expect(value).toBeCloseTo(coefficients[j]!, 10);
    });
  }
});

it("finds the likelihood without maximum: complete and quasi-complete separation", () => {
  const rows = [-2, -1, -0.5, 0.5, 1, 2].flatMap((x, i) => [1, x, i % 2]);
  const ones = new Array<number>(6).fill(1);
  expect(fit(logit, rows, ones, [0, 0, 0, 1, 1, 1]).status).toBe("separated");
  expect(fit(logit, rows, ones, [1, 1, 1, 1, 1, 1]).status).toBe("separated");
  // Two labels at the boundary row 0.5 keep the slope's direction flat but not the rest.
  expect(fit(logit, rows, [1, 1, 1, 2, 1, 1], [0, 0, 0, 0.5, 1, 1]).status).toBe("separated");
  expect(fit(logLink, rows, ones, [0, 0, 0, 0, 0, 0]).status).toBe("separated");
});

it("tells rows that cannot fix the coefficients from labels that cannot", () => {
  const rows = [-2, -1, -0.5, 0.5].flatMap((x) => [1, x, 2 * x]);
  expect(fit(logit, rows, [1, 1, 1, 1], [0, 1, 0, 1]).status).toBe("singular");
  const few = [-2, -1, -0.5, 0.5].flatMap((x, i) => [1, x, i % 2]);
  expect(fit(logit, few, [3, 0, 0, 3], [0.5, 0, 0, 0.5]).status).toBe("singular");
});
