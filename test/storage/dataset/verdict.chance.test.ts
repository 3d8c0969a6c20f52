import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { compare } from "../../../src/storage/dataset/verdict.ts";
import { cellOf, deviation, mean, type Raw, run } from "../../core/families/chains.ts";

const replicates = 200;
const sweeps = 400;

/**
 * Verdicts of many small sweeps on a theory that holds. They are to differ no more often than 4 standard errors of a normal
 * mean are exceeded, 6.3e-5, so that 2 of 400 have a probability of 3e-4; judged by the sample's own spread alone, samples of
 * these skewed metrics differ from 40 to 1,500 times as often, their mean and spread being too small together.
 */
it.each([
  ["gaussian", { samples: 10 }, "replace", "w2_squared", 10],
  ["gaussian", { samples: 10 }, "replace", "kl", 12],
  ["gaussian", { samples: 2, divisor: "n" }, "accumulate-subsample", "variance", 9],
  ["gaussian", { samples: 10 }, "real-share", "variance", 12],
  ["poisson", { samples: 1, mean: 1 }, "replace-multiple", "squared_error", 6],
  ["poisson", { samples: 5, mean: 0.2 }, "accumulate", "squared_error", 4],
  ["exponential", { samples: 60 }, "replace", "squared_error", 8],
  ["geometric", { samples: 20, p: 0.3 }, "accumulate", "squared_error", 4],
  ["discrete", { samples: 10, symbols: 2 }, "accumulate", "unseen", 1],
] as const)(
  "%s %j under %s: %s differs no more often than chance has it",
  (family, raw, regime, metric, g) => {
    const cell = cellOf(family, raw as Raw, regime, 3, regime === "real-share" ? { shares: 0.3 } : {});
    const values = run(cell, g, sweeps * replicates).at(-1)!.metrics[metric]!;
    const [prediction, ...more] = predictions(cell, metric, g);
    expect(more).toEqual([]);
    let differing = 0;
    for (let sweep = 0; sweep < sweeps; sweep++) {
      const sample = values.subarray(sweep * replicates, (sweep + 1) * replicates);
      const found = compare({ n: replicates, mean: mean(sample), sd: deviation(sample) }, prediction!);
      if (found.verdict === "differs") differing++;
    }
    expect(differing).toBeLessThanOrEqual(1);
  },
);
