import { ParameterError } from "../errors.ts";
import type { Training } from "../regimes/regime.ts";

const horizon = 64;

/**
 * Refuses every regime but accumulation in equal batches, the only one that a construction's likelihood is meant for.
 *
 * @throws {ParameterError}
 * @source arXiv:2505.19046, Section 2 (the iteration)
 */
export function mustAccumulate(training: (generation: number) => Training, samples: number): void {
  for (let g = 1; g <= horizon; g++) {
    const { draws, keeps, sees } = training(g);
    const [batch] = draws;
    const equal = draws.length === 1 && batch?.from === g - 1 && batch.size === samples;
    if (equal && (batch.weight ?? 1) === 1 && (keeps === "all" || g === 1) && sees === "all") continue;
    throw new ParameterError(
      "regime",
      "accumulate: this family is built against the maximum-likelihood fit to everything drawn so far",
      `another training at generation ${g}`,
      "Choose accumulate, or another family.",
    );
  }
}
