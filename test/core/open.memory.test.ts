import { expect, it } from "vitest";
import { openCohort } from "../../src/core/open.ts";
import { cellOf, type Raw, step } from "./families/chains.ts";

const lanes = 4;
const generations = 7;

/** Numbers a chain that docs/memory.md states, at generation g. */
const stated: readonly (readonly [string, Raw, string, Raw, (g: number) => number])[] = [
  ["bernoulli", { samples: 10 }, "replace", {}, () => 2],
  ["bernoulli", { samples: 10 }, "accumulate", {}, () => 3],
  ["bernoulli", { samples: 10 }, "accumulate-subsample", {}, () => 3],
  ["bernoulli", { samples: 10 }, "replace-multiple", {}, () => 2],
  ["bernoulli", { samples: 10 }, "regenerate", {}, () => 3],
  ["bernoulli", { samples: 10 }, "fixed-real", {}, () => 3],
  ["bernoulli", { samples: 10 }, "fresh-real", {}, () => 2],
  ["bernoulli", { samples: 10 }, "real-share", { shares: [0.2] }, () => 2],
  ["bernoulli", { samples: 10 }, "mixture", { beta: 0.3, gamma: 0.1 }, (g) => 1 + g],
  ["bernoulli", { samples: 10 }, "weights", { weights: [3, 2, 1] }, (g) => 2 + Math.min(2, g)],
  ["bernoulli", { samples: 10 }, "window", { width: 5 }, (g) => 2 + Math.min(4, g)],
  ["poisson", { samples: 10 }, "accumulate-subsample", {}, (g) => 1 + g],
  ["geometric", { samples: 10 }, "replace", {}, () => 2],
  ["exponential", { samples: 10 }, "accumulate", {}, () => 3],
  ["gaussian", { samples: 10, dimension: 3 }, "accumulate-subsample", {}, (g) => 1 + 9 * g],
  ["gaussian", { samples: 10, dimension: 3 }, "window", { width: 3 }, (g) => 10 + 9 * Math.min(2, g)],
  ["discrete", { samples: 20, symbols: 50 }, "replace", {}, () => 2 + 2 * 20],
  ["discrete", { samples: 20, symbols: 8 }, "accumulate", {}, () => 1 + 2 * (1 + 2 * 8)],
  ["discrete", { samples: 20, symbols: 50 }, "accumulate-subsample", {}, () => 1 + 2 * (1 + 2 * 20)],
  ["discrete", { samples: 20, symbols: 50 }, "fresh-real", {}, () => 2 + 2 * 50],
  ["logistic-regression", { samples: 40, dimension: 2 }, "accumulate", {}, () => 1 + 2 * 3],
  ["poisson-regression", { samples: 40, dimension: 2 }, "accumulate-subsample", {}, (g) => 1 + 3 * g],
  ["kde", { samples: 10 }, "replace", {}, (g) => 2 * g],
  ["kde", { samples: 10, test_points: 7 }, "accumulate", {}, (g) => 2 * g + 2 * 7],
  ["kde", { samples: 10, rule: "scott" }, "accumulate", {}, (g) => 2 * g],
  ["kde", { samples: 10 }, "accumulate-subsample", {}, (g) => 2 * g],
  ["gaussian-mixture", { samples: 50 }, "replace", {}, () => 7],
  ["gaussian-mixture", { samples: 50 }, "accumulate", {}, (g) => 1 + 6 * g],
  ["gaussian-mixture", { samples: 50, form: "symmetric", fit: "approximate" }, "accumulate", {}, () => 9],
  ["gaussian-process", { dimension: 2 }, "accumulate", {}, () => 5],
  ["gaussian-process", { dimension: 2 }, "accumulate-subsample", {}, () => 4],
  ["construction-1", { samples: 10 }, "accumulate", {}, (g) => 2 * g],
  ["construction-2", { samples: 10 }, "accumulate", {}, () => 1 + 26 + 50],
];

it.each(stated)("keeps in a checkpoint what docs/memory.md says: %s %o %s %o", (...row) => {
  const [family, parameters, regime, own, numbers] = row;
  const cell = cellOf(family, parameters, regime, 1, own);
  const cohort = openCohort({ cell, first: 0, count: lanes });
  for (let g = 1; g <= generations; g++) {
    step(cohort, family, lanes);
    // The size of a pool is one more, whichever number of chains.
    expect(Math.floor(cohort.save().length / lanes)).toBe(numbers(g));
  }
});
