import { describe, expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import { ParameterError } from "../../../src/core/errors.ts";
import { familyNamed } from "../../../src/core/families/registry.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, deviation, expectMean, expectSameLaw, mean, type Raw, run, runUnder } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

function last(raw: Raw, regime: string, generations: number, count: number, seed: number) {
  return run(cellOf("linear-regression", raw, regime, seed), generations, count).at(-1)!.metrics;
}

const fresh = { design: "fresh" };

describe("laws", () => {
  const small = { samples: 12, dimension: 4 };
  obeysFamilyLaws("linear-regression", [
    { parameters: small, regime: "replace" },
    { parameters: small, regime: "accumulate" },
    { parameters: small, regime: "accumulate-subsample" },
    { parameters: small, regime: "replace-multiple" },
    { parameters: { ...small, ...fresh }, regime: "replace" },
    { parameters: { ...small, ...fresh, noise: 0.3 }, regime: "accumulate" },
    { parameters: { ...small, ...fresh, signal: 0 }, regime: "accumulate-subsample" },
    { parameters: { samples: 3, dimension: 5 }, regime: "replace" },
    { parameters: { samples: 3, dimension: 5, ...fresh }, regime: "accumulate" },
    { parameters: { samples: 3, dimension: 5 }, regime: "accumulate-subsample" },
    { parameters: { samples: 9, dimension: 1 }, regime: "accumulate" },
  ]);
});

describe("test error", () => {
  const raw = { samples: 32, dimension: 10 };

  it("grows by the base each generation under replacement [oracle 16]", () => {
    expectMean(last(raw, "replace", 10, 3000, 1)["test_error"]!, 4.761905);
  });

  it("grows by H2 where a fixed design accumulates [oracle 17]", () => {
    expectMean(last(raw, "accumulate", 10, 3000, 2)["test_error"]!, 0.737985);
  });

  it("grows less where fresh rows accumulate [oracle 18]", () => {
    const { test_error } = last({ ...raw, ...fresh }, "accumulate", 10, 6000, 3);
    expectMean(test_error!, 0.672801);
    expect(() => expectMean(test_error!, 0.737985)).toThrow();
  });

  it("grows by H1 where all rows come from the last model [oracle 19]", () => {
    expectMean(last({ samples: 60, dimension: 5 }, "replace-multiple", 8, 3000, 4)["test_error"]!, 0.251653);
  });

  it("steps by an exact chi-square [oracle 20]", () => {
    for (const regime of ["replace", "accumulate"]) {
      const rows = run(cellOf("linear-regression", { samples: 9, dimension: 6 }, regime, 5), 5, 2000);
      const steps = rows.flatMap(({ metrics }) => Array.from(metrics["step_chi2"]!));
      expectMean(steps, 6, Math.sqrt(12));
      expectMean(
        steps.map((value) => (value - 6) ** 2),
        12,
      );
    }
  });

  it("tends to base·(3·H2 - 2) where the pool is subsampled [oracle 21]", () => {
    const { test_error } = last({ samples: 1000, dimension: 5 }, "accumulate-subsample", 10, 400, 6);
    expectMean(test_error!, (2.6493 * 5) / 994, undefined, 0.05);
  });

  it("is ordered by regime [oracle 47]", () => {
    const error = (regime: string) =>
      mean(last({ samples: 40, dimension: 4 }, regime, 10, 2000, 7)["test_error"]!);
    expect(error("replace")).toBeGreaterThan(error("accumulate-subsample"));
    expect(error("accumulate-subsample")).toBeGreaterThan(error("accumulate"));
  });

  it("is that of the projected truth, plus noise, where rows are fewer than coefficients", () => {
    const rows = run(
      cellOf("linear-regression", { samples: 3, dimension: 12, noise: 1e-9 }, "replace", 8),
      2,
      4000,
    );
    expect(rows[0]!.status.every((status) => statuses[status] === "singular")).toBe(true);
    // A 3-dimensional random subspace of 12 keeps 3/12 of the truth's square.
    expectMean(rows[0]!.metrics["test_error"]!, 1 - 3 / 12);
    expectMean(rows[1]!.metrics["test_error"]!, 1 - 3 / 12);
  });
});

describe("the exact shortcut", () => {
  const every = (g: number): Training => ({ draws: [{ from: g - 1, size: 9 }], keeps: "all", sees: 9 * g });

  it.each(["fixed", "fresh"])("has the law of real rows, %s design", (design) => {
    const raw = { samples: 9, dimension: 3, design, noise: 0.7 };
    const points = runUnder(every, cellOf("linear-regression", raw, "accumulate", 11), 4, 6000).at(
      -1,
    )!.metrics;
    const whole = run(cellOf("linear-regression", raw, "accumulate", 12), 4, 6000).at(-1)!.metrics;
    for (const name of ["test_error", "coefficient_norm"]) expectSameLaw(points[name]!, whole[name]!);
  });

  it.each(["fixed", "fresh"])("has the law of real rows where they are too few, %s design", (design) => {
    const alone = (g: number): Training => ({ draws: [{ from: g - 1, size: 3 }], keeps: "none", sees: 3 });
    const raw = { samples: 3, dimension: 5, design };
    const points = runUnder(alone, cellOf("linear-regression", raw, "replace", 13), 3, 4000).at(-1)!.metrics;
    const whole = run(cellOf("linear-regression", raw, "replace", 14), 3, 4000).at(-1)!.metrics;
    for (const name of ["test_error", "coefficient_norm"]) expectSameLaw(points[name]!, whole[name]!);
  });
});

it("gives the same rows whether a fixed design is kept at hand or drawn again", () => {
  // 27 lanes · 4000 rows · 20 columns are past the bound of 2²¹ numbers, one lane is not.
  const cell = cellOf("linear-regression", { samples: 4000, dimension: 20 }, "accumulate-subsample", 15);
  const errors = (count: number) => run(cell, 2, count).map(({ metrics }) => metrics["test_error"]![0]);
  expect(errors(27)).toEqual(errors(1));
});

it("refuses a regime that would relabel half a fixed design", () => {
  const half = (g: number): Training => ({ draws: [{ from: g - 1, size: 6 }], keeps: "none", sees: "all" });
  const cell = cellOf("linear-regression", { samples: 12, dimension: 4 }, "replace");
  expect(() => familyNamed("linear-regression").cohort({ cell, first: 0, count: 1 }, half)).toThrow(
    ParameterError,
  );
});

describe("theory", () => {
  const raw = { samples: 40, dimension: 5, noise: 0.5 };
  const cells: [Raw, string][] = ["replace", "accumulate", "replace-multiple"].flatMap((regime) => [
    [raw, regime] as [Raw, string],
    [{ ...raw, ...fresh }, regime] as [Raw, string],
  ]);

  it.each(cells)("agrees with chains on every metric it speaks of: %j %s", (parameters, regime) => {
    const cell = cellOf("linear-regression", parameters, regime, 21);
    const rows = run(cell, 6, 10_000);
    for (const generation of [1, 2, 6])
      for (const [name, values] of Object.entries(rows[generation - 1]!.metrics))
        for (const { kind, value, sd } of predictions(cell, name, generation)) {
          if (kind === "upper") {
            // Theorem 2's π²/6, which H2 stays below.
            expect(mean(values)).toBeLessThanOrEqual(value);
            continue;
          }
          expectMean(values, value, sd);
          if (sd !== undefined) expect(Math.abs(deviation(values) / sd - 1)).toBeLessThan(0.1);
        }
    expect(predictions(cell, "test_error", 6).filter(({ kind }) => kind === "exact")).toHaveLength(1);
  });

  it("stays within its slack where the pool is subsampled", () => {
    for (const [samples, dimension] of [
      [100, 10],
      [40, 2],
    ] as const) {
      const cell = cellOf("linear-regression", { samples, dimension }, "accumulate-subsample", 22);
      const rows = run(cell, 12, 600);
      for (const generation of [1, 4, 12]) {
        const [prediction] = predictions(cell, "test_error", generation);
        expectMean(
          rows[generation - 1]!.metrics["test_error"]!,
          prediction!.value,
          undefined,
          prediction!.slack!,
        );
      }
    }
  });

  it("is silent where the variance of the error is infinite", () => {
    const cell = cellOf("linear-regression", { samples: 13, dimension: 10 }, "replace");
    expect(predictions(cell, "test_error", 3)).toEqual([]);
  });
});
