import { expect } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, deviation, expectMean, mean, type Raw, run } from "./chains.ts";

/**
 * Chains agree with every prediction made of them. A known standard deviation must also be that of the sample, to
 * within a half: only a wrong formula is so far off.
 *
 * @returns how many comparisons were made
 */
export function agreesWithTheory(
  family: string,
  raw: Raw,
  regime: string,
  {
    seed = 71,
    chains = 10_000,
    generations = [1, 2, 8],
  }: Partial<Record<"seed" | "chains", number>> & {
    readonly generations?: readonly number[];
  } = {},
): number {
  const cell = cellOf(family, raw, regime, seed);
  const rows = run(cell, Math.max(...generations), chains);
  let compared = 0;
  for (const generation of generations)
    for (const [name, values] of Object.entries(rows[generation - 1]!.metrics))
      for (const { kind, value, sd, slack } of predictions(cell, name, generation)) {
        const spread = sd ?? deviation(values);
        const error = 4 * (spread / Math.sqrt(chains));
        if (kind === "lower")
          expect(mean(values), `${name} ${generation}`).toBeGreaterThanOrEqual(value - error);
        else if (kind === "upper")
          expect(mean(values), `${name} ${generation}`).toBeLessThanOrEqual(value + error);
        else expectMean(values, value, spread, slack);
        if (sd !== undefined && sd > 0.1) expect(deviation(values) / sd, `sd of ${name}`).toBeCloseTo(1, 0);
        compared++;
      }
  return compared;
}

/** Counts without ties, so that two samples of them can be compared as continuous ones. */
export function untied(counts: Float64Array): Float64Array {
  return counts.map((count, at) => count + 1e-9 * ((at * 0.6180339887) % 1));
}
