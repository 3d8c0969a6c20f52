import { describe, expect, it } from "vitest";
import { linearRegression } from "../../../src/core/families/linear-regression.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { identifyCell } from "../../../src/spec/identify.ts";
import { agreesWithTheory } from "./agreement.ts";
import { cellOf, expectMean, expectSameLaw, type Raw, run, runUnder } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

const family = "linear-regression";
const small = { samples: 12, dimension: 4, ridge: 0.1 };
const fresh = { design: "fresh" };
const steep = { covariance: "power-law", exponent: 1.5 };

describe("laws", () => {
  obeysFamilyLaws(family, [
    { parameters: small, regime: "replace" },
    { parameters: { ...small, ...steep }, regime: "accumulate" },
    { parameters: { ...small, ...fresh }, regime: "accumulate" },
    { parameters: { ...small, ...fresh, ...steep }, regime: "accumulate-subsample" },
    { parameters: { ...small, samples: 3 }, regime: "replace" },
  ]);
});

describe("identity", () => {
  const plain = { samples: 32, dimension: 10, noise: 1, design: "fixed", signal: 1 };
  const id = (raw: Raw): string => identifyCell({ ...cellOf(family, raw, "replace") }, 7).id;

  it("is what it was before there was a penalty or a covariance", () => {
    expect(linearRegression.parse(plain)).toEqual(plain);
    expect(linearRegression.parse({ ...plain, ridge: 0, covariance: "isotropic", exponent: 1 })).toEqual(
      plain,
    );
    expect(id(plain)).toBe("4a609ce0824c7b5f");
  });

  it("knows both where they are used", () => {
    const ids = [
      plain,
      { ...plain, ridge: 1 },
      { ...plain, ...steep },
      { ...plain, ...steep, exponent: 2 },
    ].map(id);
    expect(new Set(ids).size).toBe(4);
  });
});

// With d = 1 the design is one number s of law χ²(n): means over it by the midpoint rule.
it.each([
  ["replace", 3],
  ["accumulate", 3],
] as const)("has the bias and variance of one covariate: %s", (regime, generations) => {
  const [n, ridge, noise, signal] = [8, 0.5, 0.7, 2];
  let expected = 0;
  let mass = 0;
  for (let s = 0.005; s < 80; s += 0.01) {
    const density = s ** (n / 2 - 1) * Math.exp(-s / 2);
    const shrink = s / (s + n * ridge);
    let [kept, variance] = [1, 0];
    for (let g = 1; g <= generations; g++) {
      const part = regime === "replace" ? 1 : 1 / g;
      const stay = 1 - part * (1 - shrink);
      kept *= stay;
      variance = stay ** 2 * variance + (part ** 2 * s) / (s + n * ridge) ** 2;
    }
    expected += density * ((signal * (kept - 1)) ** 2 + noise ** 2 * variance);
    mass += density;
  }
  const raw = { samples: n, dimension: 1, ridge, noise, signal };
  const cell = cellOf(family, raw, regime, 1);
  const [found] = predictions(cell, "test_error", generations);
  expect(Math.abs(found!.value / (expected / mass) - 1)).toBeLessThan(found!.slack!);
  expectMean(run(cell, generations, 20_000).at(-1)!.metrics["test_error"]!, expected / mass);
});

it.each(["replace", "accumulate"])("agrees with theory: %s", (regime) => {
  for (const raw of [
    { samples: 20, dimension: 5, ridge: 0.2 },
    { samples: 4, dimension: 6, ridge: 0.05 },
  ])
    expect(agreesWithTheory(family, raw, regime, { chains: 4000 })).toBe(3);
});

it("tends to least squares as the penalty goes away", () => {
  const raw = { samples: 40, dimension: 5 };
  for (const [g, expected] of [
    [1, 5 / 34],
    [4, 20 / 34],
  ] as const) {
    const [found] = predictions(cellOf(family, { ...raw, ridge: 1e-12 }, "replace"), "test_error", g);
    expect(Math.abs(found!.value / expected - 1)).toBeLessThan(found!.slack!);
  }
});

it("has the error of least squares whatever the covariance", () => {
  for (const [raw, regime] of [
    [{ samples: 32, dimension: 10 }, "accumulate"],
    [{ samples: 32, dimension: 10, ...fresh }, "accumulate"],
    [{ samples: 60, dimension: 5 }, "replace-multiple"],
  ] as const)
    expect(agreesWithTheory(family, { ...raw, ...steep }, regime, { chains: 4000 })).toBeGreaterThanOrEqual(
      3,
    );
});

it.each([
  { ...small, samples: 9 },
  { ...small, ...steep },
  { ...small, ...steep, ridge: 0 },
  { ...small, ...steep, ...fresh },
])("draws whole batches with the law of single rows: %j", (raw) => {
  const batch = (sees: "all" | number) => (g: number) =>
    ({ draws: [{ from: g - 1, size: raw.samples }], keeps: "none", sees }) as const;
  const whole = runUnder(batch("all"), cellOf(family, raw, "replace", 2), 3, 3000);
  const rows = runUnder(batch(raw.samples), cellOf(family, raw, "replace", 3), 3, 3000);
  for (const name of ["test_error", "coefficient_norm"])
    expectSameLaw(whole[2]!.metrics[name]!, rows[2]!.metrics[name]!);
});

it("shrinks towards 0, generation after generation", () => {
  const norms = run(
    cellOf(family, { samples: 200, dimension: 2, noise: 0.01, ridge: 1 }, "replace", 4),
    4,
    50,
  );
  // Away from noise each fit halves the coefficients: n of n + n·ridge, to within the spread of the design.
  for (const [g, { metrics }] of norms.entries())
    expectMean(metrics["coefficient_norm"]!, 2 ** -(g + 1), undefined, 0.02 * (g + 1));
});
