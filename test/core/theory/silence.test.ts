import { expect, it } from "vitest";
import { familyNamed, familyNames } from "../../../src/core/families/registry.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { whyNoTheory } from "../../../src/core/theory/silence.ts";
import { cellOf, type Raw } from "../families/chains.ts";

const fresh = { design: "fresh" };

it.each<[string, Raw, string, string, string]>([
  ["linear-regression", { samples: 12, dimension: 10 }, "replace", "test_error", "no finite variance"],
  ["linear-regression", { samples: 8, dimension: 10 }, "accumulate", "test_error", "no finite variance"],
  ["linear-regression", { samples: 16, dimension: 10 }, "accumulate-subsample", "test_error", "three rows"],

  [
    "linear-regression",
    { samples: 6, dimension: 12, ...fresh },
    "accumulate",
    "test_error",
    "fewer rows than",
  ],
  [
    "linear-regression",
    { samples: 20, dimension: 5, ridge: 1, ...fresh },
    "replace",
    "test_error",
    "another matrix",
  ],
  [
    "linear-regression",
    { samples: 20, dimension: 5, ridge: 1 },
    "accumulate-subsample",
    "test_error",
    "another matrix",
  ],
  [
    "linear-regression",
    { samples: 20, dimension: 5, ridge: 1, covariance: "power-law" },
    "replace",
    "test_error",
    "power-law",
  ],
  ["linear-regression", { samples: 50, dimension: 40, ridge: 1 }, "replace", "test_error", "32 coefficients"],
  ["linear-regression", { samples: 20, dimension: 5, ...fresh }, "replace", "step_chi2", "fixed design"],
  ["linear-regression", { samples: 20, dimension: 5 }, "replace", "coefficient_norm", "no formula"],
  ["poisson-regression", { samples: 20, dimension: 5 }, "replace", "excess_log_loss", "fifth"],
  ["discrete", { samples: 20, symbols: 5 }, "replace", "entropy", "first fit"],
])("%s %j under %s, %s: says why", (family, raw, regime, metric, why) => {
  const cell = cellOf(family, raw, regime);
  expect(predictions(cell, metric, 3)).toEqual([]);
  expect(whyNoTheory(cell, metric)).toContain(why);
});

it("has a sentence for every metric of every family", () => {
  for (const family of familyNames)
    for (const { name } of familyNamed(family).metrics)
      expect(whyNoTheory({ family, regime: "replace", parameters: {} }, name)).toMatch(/^[a-z].*[a-z\d)]$/);
});

it("says how many rows a limit takes where weights mix new rows", () => {
  const raw = { samples: 20, dimension: 5, ...fresh };
  const cell = cellOf("linear-regression", raw, "fresh-real", 1, { weight: 0.3 });
  expect(predictions(cell, "test_error", 3)).toEqual([]);
  expect(whyNoTheory(cell, "test_error")).toContain("8(d+1) rows");
});
