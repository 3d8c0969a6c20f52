import { expect, it } from "vitest";
import { glmLaw } from "../../../src/core/families/glm-law.ts";
import { meanAsymptoticVariance } from "../../../src/core/theory/glm-information.ts";

const law = (dimension: number, rest: Record<string, string | boolean | number>) =>
  glmLaw({ samples: 100, dimension, intercept: true, coefficients: "constant", signal: 0.5, ...rest });

it("is 4 for logistic and 1 for Poisson regression without effects: the information is that of a coin, or a count of mean 1", () => {
  expect(meanAsymptoticVariance("logistic-regression", law(3, { signal: 0 }))).toBeCloseTo(4, 10);
  expect(meanAsymptoticVariance("poisson-regression", law(3, { signal: 0 }))).toBeCloseTo(1, 10);
});

// Averages over N(0, σ²) coefficients, in closed form: the intercept's exp(-b) has mean exp(σ²/2), and for Q chi-square
// with d degrees of freedom E exp(-σ²Q/2) = (1+σ²)^(-d/2), E Q·exp(-σ²Q/2) = d·(1+σ²)^(-d/2-1).
it.each([1, 2, 5])("averages Poisson information over random coefficients, %i covariates", (d) => {
  const square = 0.49;
  const inner = (d + 1) * (1 + square) ** (-d / 2) + square * d * (1 + square) ** (-d / 2 - 1);
  const expected = (Math.exp(square / 2) * inner) / (d + 1);
  const got = meanAsymptoticVariance("poisson-regression", law(d, { coefficients: "normal", signal: 0.7 }));
  expect(Math.abs(got / expected - 1)).toBeLessThan(1e-4);
});

// Golden: scipy.integrate.quad of the 2 × 2 information of (1, u), see test/oracles/glm-information.py.
it("integrates the logistic information", () => {
  const got = meanAsymptoticVariance("logistic-regression", law(2, {}));
  expect(got).toBeCloseTo(5.038464326059663, 9);
});
