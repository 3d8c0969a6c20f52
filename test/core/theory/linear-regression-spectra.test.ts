import { expect, it } from "vitest";
import { linearRegressionLaw } from "../../../src/core/families/linear-regression-law.ts";
import { linearRegression } from "../../../src/core/families/linear-regression.ts";
import { overDesigns, spectraOf } from "../../../src/core/theory/linear-regression-spectra.ts";

const spectra = (raw: Readonly<Record<string, unknown>>) =>
  spectraOf(linearRegressionLaw(linearRegression.parse(raw)));

it("weighs the nodes to the means of polynomials of high degree", () => {
  const { nodes, mean, noise } = spectra({ samples: 30, dimension: 4, ridge: 1 });
  const none = new Float64Array(nodes.length);
  const of = (f: (h: number) => number): number =>
    overDesigns({ nodes, mean, noise }, nodes.map(f), none).value;
  expect(of(() => 1)).toBeCloseTo(1, 12);
  // E h² ≥ (E h)², and of a fixed fraction of the nodes: (1-h)h = h - h².
  expect(of((h) => h * (1 - h))).toBeCloseTo(of((h) => h) - of((h) => h * h), 12);
  expect(of((h) => h ** 60)).toBeGreaterThan(of((h) => h) ** 60);
});

it("has the mean inverse of Wishart's law as its mean noise where nothing shrinks", () => {
  const { nodes, mean, noise } = spectra({ samples: 24, dimension: 3, ridge: 1e-12 });
  const { value, error } = overDesigns(
    { nodes, mean, noise },
    new Float64Array(nodes.length),
    new Float64Array(nodes.length).fill(1),
  );
  expect(Math.abs(value - 3 / 20)).toBeLessThan(4 * error);
  expect(error / value).toBeLessThan(0.01);
});

it("leaves out what rows do not span", () => {
  const { nodes, mean, noise } = spectra({ samples: 3, dimension: 5, ridge: 1e-9 });
  const { value } = overDesigns({ nodes, mean, noise }, nodes.slice(), new Float64Array(nodes.length));
  expect(value).toBeCloseTo(3 / 5, 5);
});
