import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import { freeFitter, symmetricFitter } from "../../../src/core/families/gaussian-mixture-em.ts";
import {
  type MixtureLaw,
  mixtureLaw,
  parseMixture,
} from "../../../src/core/families/gaussian-mixture-law.ts";

interface Golden {
  readonly free: readonly {
    readonly weights: readonly number[];
    readonly means: readonly number[];
    readonly sds: readonly number[];
    readonly values: readonly number[];
    readonly counts: readonly number[];
    readonly fit: readonly number[];
  }[];
  readonly symmetric: readonly {
    readonly values: readonly number[];
    readonly joint: readonly [number, number];
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../oracles/mixture.json", import.meta.url), "utf8"),
) as Golden;

const law = (raw: Readonly<Record<string, unknown>>): MixtureLaw =>
  mixtureLaw(parseMixture({ samples: 10, tolerance: 1e-12, iterations: 100_000, ...raw }));

function seen(values: readonly number[], counts: readonly number[] = values.map(() => 1)) {
  const size = counts.reduce((sum, count) => sum + count, 0);
  return {
    values: Float64Array.from(values),
    weights: Float64Array.from(counts),
    count: values.length,
    size,
  };
}

// EM's error is the last step times 1/(1 - rate); both stop at steps below 1e-12, and rates here are below 0.999.
it.each(golden.free)("finds NumPy's estimate of weighted data: means $means", (given) => {
  const { weights, means, sds, values, counts, fit } = given;
  const cell = law({ weights, means, sds });
  const model = cell.truth.slice();
  expect(statuses[freeFitter(cell)(model, seen(values, counts))]).toBe("ok");
  for (const [at, value] of fit.entries()) expect(model[at]).toBeCloseTo(value, 8);
});

it.each(golden.symmetric)("finds SciPy's root: $joint", ({ values, joint }) => {
  const cell = law({ form: "symmetric" });
  const model = cell.truth.slice();
  expect(statuses[symmetricFitter(cell)(model, seen(values))]).toBe("ok");
  const [mean, sd] = joint;
  // 0 is a root three times over: rounding of 1e-16 in what vanishes is some 1e-5 in the root.
  expect(model[3]).toBeCloseTo(mean, mean === 0 ? 4 : 9);
  expect(model[5]).toBeCloseTo(sd, 8);
  expect(Array.from(model)).toEqual([0.5, 0.5, -model[3]!, model[3], model[5], model[5]]);
});

it("sees folded, weighted data as their copies", () => {
  const cell = law({ form: "symmetric" });
  const [values] = golden.symmetric.map((given) => given.values);
  const [one, other] = [cell.truth.slice(), cell.truth.slice()];
  const twice = values!.map((_, at) => (at < 3 ? 2 : 1));
  symmetricFitter(cell)(one, seen(values!, twice));
  symmetricFitter(cell)(other, seen([...values!.map((y) => -y), ...values!.slice(0, 3)]));
  for (const [at, value] of one.entries()) expect(other[at]).toBeCloseTo(value, 9);
});

it("has the data's mean and variance after any number of steps", () => {
  const [{ values, counts, weights, means, sds }] = golden.free as [Golden["free"][number]];
  const cell = law({ weights, means, sds, iterations: 3 });
  const model = cell.truth.slice();
  expect(statuses[freeFitter(cell)(model, seen(values, counts))]).toBe("diverged");
  const total = counts.reduce((sum, count) => sum + count, 0);
  const average = values.reduce((sum, y, i) => sum + (y * counts[i]!) / total, 0);
  const square = values.reduce((sum, y, i) => sum + (y * y * counts[i]!) / total, 0);
  const [w, v, m, n, s, t] = model as unknown as [number, number, number, number, number, number];
  expect(w * m + v * n).toBeCloseTo(average, 12);
  expect(w * (m * m + s * s) + v * (n * n + t * t)).toBeCloseTo(square, 12);
});

it("names a component that holds on to one value, and keeps the model of the step before", () => {
  const cell = law({ means: [0, 50] });
  const model = cell.truth.slice();
  const status = freeFitter(cell)(model, seen([-1, 0.3, 0.1, 1.2, -0.5, 50]));
  expect(statuses[status]).toBe("singular");
  expect(model.every((value) => Number.isFinite(value))).toBe(true);
  expect(Math.min(model[4]!, model[5]!)).toBeGreaterThan(0);
});

it("names a component that nothing is near to", () => {
  const cell = law({ means: [0, 1e4] });
  expect(statuses[freeFitter(cell)(cell.truth.slice(), seen([-1, 0.3, 0.1, 1.2]))]).toBe("singular");
});

it("names spreads that a double cannot resolve", () => {
  const cell = law({ form: "symmetric" });
  const values = [1, -1, 1 + 2 ** -50, -1];
  expect(statuses[symmetricFitter(cell)(cell.truth.slice(), seen(values))]).toBe("underflow");
});
