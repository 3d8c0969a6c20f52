import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { approximateMixture } from "../../../src/core/families/gaussian-mixture-approximate.ts";
import { mixtureLaw, parseMixture } from "../../../src/core/families/gaussian-mixture-law.ts";

interface Golden {
  readonly symmetric: readonly {
    readonly values: readonly number[];
    readonly approximate: readonly [number, number];
  }[];
}

const { symmetric } = JSON.parse(
  readFileSync(new URL("../../oracles/mixture.json", import.meta.url), "utf8"),
) as Golden;

// The reference takes mean y² - (mean |y|)² as it stands: off by 1e-15 of mean y² = 25, half of that over sd in the sd.
it.each(symmetric)("is NumPy's form of Algorithm 1: $approximate", ({ values, approximate: [mean, sd] }) => {
  const law = mixtureLaw(parseMixture({ samples: values.length, form: "symmetric", fit: "approximate" }));
  const kernel = approximateMixture(law, { key: [1, 2], first: 0, count: 1 });
  const centre = values.reduce((sum, y) => sum + Math.abs(y), 0) / values.length;
  const scatter = values.reduce((sum, y) => sum + (Math.abs(y) - centre) ** 2, 0);
  const models = law.truth.slice();
  kernel.fitBatch!(
    models,
    Float64Array.of(centre, scatter),
    { from: 0, size: values.length },
    new Uint8Array(1),
  );
  expect(models[3]).toBeCloseTo(mean, 10);
  expect(models[5]).toBeCloseTo(sd, 10);
});
