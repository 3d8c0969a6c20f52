import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { compare } from "../../../src/storage/dataset/verdict.ts";
import { cellOf, type Raw } from "../families/chains.ts";

function kinds(family: string, raw: Raw, regime: string, metric: string, generation: number): string[] {
  return predictions(cellOf(family, raw, regime), metric, generation).map(({ kind }) => kind);
}

/** A mean that few chains carry is no fair statistic, so that theory is silent there and speaks where many do. */
it.each([
  ["kde", { samples: 2, bandwidth: 1e-6, test_points: 0 }, "replace", "variance", 2, 12],
  ["gaussian", { samples: 5, bias: 30 }, "accumulate", "variance", 1, 9],
  ["gaussian", { samples: 5, bias: 30 }, "accumulate-subsample", "variance", 1, 9],
  ["gaussian-mixture", { samples: 5, weights: [1], means: [0], sds: [1] }, "replace", "variance", 2, 9],
] as const)(
  "%s %j under %s: %s is compared at %d and not at %d",
  (family, raw, regime, metric, early, late) => {
    // A bias has no part in the first fit, which says nothing of it under a heavy one either.
    const spoken = family === "gaussian" ? { ...raw, bias: 0.9 } : raw;
    expect(kinds(family, spoken as Raw, regime, metric, early)).toEqual(["exact"]);
    expect(kinds(family, raw as Raw, regime, metric, late)).toEqual([]);
  },
);

it.each([
  ["bernoulli", { samples: 10, p: 1e-300 }, "variance", 0],
  ["bernoulli", { samples: 10, p: 1e-300 }, "heterozygosity", 0],
  ["discrete", { samples: 10, distribution: "weights", weights: [1, 1e-90] }, "entropy", 0],
  ["discrete", { samples: 10, distribution: "weights", weights: [1, 1e-9] }, "entropy_ratio", 0],
] as const)(
  "%s %j: a mean %s of 50 chains in which what is rare was not agrees",
  (family, raw, metric, mean) => {
    const [prediction] = predictions(cellOf(family, raw as Raw, "replace"), metric, 1);
    expect(compare({ n: 50, mean, sd: 0 }, prediction!).verdict).toBe("agrees");
  },
);
