import { describe, expect, it } from "vitest";
import { ParameterError } from "../../../src/core/errors.ts";
import { openCohort } from "../../../src/core/open.ts";
import { cellOf, expectSameLaw, mean, type Raw, run, step } from "../families/chains.ts";

const regimes: readonly (readonly [string, Raw])[] = [
  ["fixed-real", {}],
  ["regenerate", {}],
  ["fresh-real", {}],
  ["fresh-real", { weight: 0.7, synthetic: 2 }],
  ["window", { width: 3 }],
  ["mixture", { beta: 0.4, gamma: 0.1 }],
  ["real-share", { shares: [0.5, 0.2, 0] }],
  ["weights", { weights: [3, 2, 1], real: 0.5 }],
];

const followers: readonly (readonly [string, Raw])[] = [
  ["bernoulli", { samples: 20, p: 0.3 }],
  ["beta", { samples: 20 }],
  ["discrete", { samples: 20, symbols: 6 }],
  ["exponential", { samples: 20 }],
  ["gaussian", { samples: 20 }],
  ["gaussian", { samples: 20, dimension: 3 }],
  ["gaussian-process", { samples: 20 }],
  ["geometric", { samples: 20, p: 0.4 }],
  ["linear-regression", { samples: 20, dimension: 3, design: "fresh" }],
  ["poisson", { samples: 20, mean: 2 }],
];
/** Batches here relabel whole designs: sizes must be multiples of it. */
const designed: readonly (readonly [string, Raw])[] = [
  ["linear-regression", { samples: 20, dimension: 3 }],
  ["logistic-regression", { samples: 200, dimension: 2 }],
  ["poisson-regression", { samples: 50, dimension: 2 }],
];

const [lanes, generations] = [5, 6];

function resumes(family: string, raw: Raw, regime: string, own: Raw): void {
  const cell = cellOf(family, raw, regime, 3, own);
  const whole = run(cell, generations, lanes);
  let saved = openCohort({ cell, first: 0, count: lanes }).save();
  for (let done = 0; done < generations; done++) {
    const cohort = openCohort({ cell, first: 0, count: lanes });
    cohort.restore(done, saved);
    expect(step(cohort, family, lanes)).toEqual(whole[done]);
    saved = cohort.save();
  }
  const [left, right] = [run(cell, generations, 2), run(cell, generations, 3, 2)];
  whole.forEach(({ metrics }, g) => {
    for (const [name, values] of Object.entries(metrics)) {
      expect([...values].some((value) => value === -777)).toBe(false);
      expect([...left[g]!.metrics[name]!, ...right[g]!.metrics[name]!]).toEqual([...values]);
    }
  });
}

describe.each(regimes)("%s %j", (regime, own) => {
  it.each(followers)("is followed by %s %j, from every checkpoint and in any cut", (family, raw) => {
    resumes(family, raw, regime, own);
  });

  const whole = regime !== "mixture" && regime !== "real-share";
  it.each(designed)(`is ${whole ? "followed" : "refused"} by %s %j`, (family, raw) => {
    if (whole) resumes(family, raw, regime, own);
    else
      expect(() => openCohort({ cell: cellOf(family, raw, regime, 3, own), first: 0, count: 1 })).toThrow(
        ParameterError,
      );
  });

  it.each([
    ["kde", { samples: 10 }],
    ["construction-1", { samples: 10 }],
    ["construction-2", { samples: 30 }],
  ])("is refused by %s, which says why", (family, raw) => {
    const cell = cellOf(family, raw, regime, 3, own);
    expect(() => openCohort({ cell, first: 0, count: 1 })).toThrow(/regime must be .* Choose /);
  });
});

describe("weights", () => {
  it.each([
    ["gaussian", { samples: 12 }, "variance"],
    ["poisson", { samples: 12, mean: 3 }, "mean"],
    ["bernoulli", { samples: 12, p: 0.4 }, "p"],
  ])("equal for all ages are the window, bit for bit: %s", (family, raw, metric) => {
    const windowed = run(cellOf(family, raw, "window", 5, { width: 3 }), 8, 20);
    const weighted = run(cellOf(family, raw, "weights", 5, { weights: [1, 1, 1] }), 8, 20);
    for (let g = 0; g < 8; g++) expect(weighted[g]!.metrics[metric]).toEqual(windowed[g]!.metrics[metric]);
  });

  it("count observations: half fresh real data of weight 1/2 is a plain pool", () => {
    const pooled = run(
      cellOf("gaussian", { samples: 20 }, "fresh-real", 6, { real: 0.5, synthetic: 0.5 }),
      6,
      4000,
    );
    const scheduled = run(cellOf("gaussian", { samples: 20 }, "real-share", 7, { shares: 0.5 }), 6, 4000);
    for (const name of ["variance", "mean", "w2_squared"])
      expectSameLaw(pooled[5]!.metrics[name]!, scheduled[5]!.metrics[name]!);
  });
});

it("brings symbols back with real data alone", () => {
  const kinds = (regime: string, own: Raw) =>
    mean(
      run(cellOf("discrete", { samples: 10, symbols: 8 }, regime, 8, own), 60, 300).at(-1)!.metrics[
        "support"
      ]!,
    );
  expect(kinds("mixture", { gamma: 0.5 })).toBeGreaterThan(4);
  expect(kinds("mixture", {})).toBeLessThan(1.5);
});
