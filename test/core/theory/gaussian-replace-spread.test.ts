import { expect, it } from "vitest";
import { gaussianReplace } from "../../../src/core/theory/gaussian-replace.ts";
import { cellOf, deviation, run } from "../families/chains.ts";

const predicted = (raw: object, metric: string, generation: number) =>
  gaussianReplace(cellOf("gaussian", { ...raw }, "replace"), metric, generation)?.[0];

it("is on the line what products of chi-squares have", () => {
  const n = 30;
  for (const g of [1, 4, 12]) {
    const found = predicted({ samples: n, sd: 2 }, "variance", g)!;
    expect(found.sd! / found.value).toBeCloseTo(Math.sqrt(((n + 1) / (n - 1)) ** g - 1), 9);
  }
  // A first mean is Gaussian: the square of its error has twice the square of its expectation as variance.
  const first = predicted({ samples: n, dimension: 3 }, "squared_error_mean", 1)!;
  expect(first.sd! / first.value).toBeCloseTo(Math.sqrt(2 / 3), 12);
});

it.each([
  [{ samples: 60, dimension: 3, divisor: "n", sd: 2 }, 12],
  [{ samples: 40, dimension: 2, bias: 0.8 }, 6],
  [{ samples: 50, dimension: 1 }, 10],
  [{ samples: 4, dimension: 5 }, 2],
])("is that of chains: %j after %i fits", (raw, generation) => {
  const chains = 40_000;
  const rows = run(cellOf("gaussian", raw, "replace", 91), generation, chains).at(-1)!.metrics;
  for (const metric of ["variance", "squared_error_mean"]) {
    const { sd } = predicted(raw, metric, generation)!;
    const values = rows[metric]!;
    const centre = values.reduce((sum, value) => sum + value, 0) / chains;
    const squares = values.map((value) => (value - centre) ** 2);
    const error = deviation(squares) / Math.sqrt(chains);
    const measured = squares.reduce((sum, value) => sum + value, 0) / (chains - 1);
    expect(Math.abs(measured - sd! ** 2), metric).toBeLessThan(4 * error);
  }
});
