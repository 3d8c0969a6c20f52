import { whole } from "../check.ts";
import type { Lanes } from "../random/address.ts";
import { uniforms } from "../random/samplers.ts";
import { onlyKnown } from "../regimes/parameters.ts";
import { mustAccumulate } from "./accumulates.ts";
import { Construction1Pool, wide, wideUpTo } from "./construction-1-pool.ts";
import type { Family } from "./family.ts";
import { type ReplayedKernel, replayedCohort } from "./replayed-cohort.ts";

/** Generations that a lane is taken to hold the observations of: how many there will be is not known. */
const typical = 64;
/**
 * log(1 + 1/f) of the narrow spike, whose width f has log f = -16n: below 34 to the -2n, the most that the proof allows.
 *
 * @source arXiv:2505.19046, Theorem 5.1
 */
export function logNarrow(n: number): number {
  return 16 * n;
}

/**
 * A consistent family that collapses at its second fit with a probability that more data do not lower.
 *
 * The law is ½·U[0, 1] + (1-α)/2·U[0, 1-2α] + α/4·U[2, 3] + α/4·U[μ, μ+f(α)], with α in [0, 1/4] and truth α = 0. The
 * spike is 1/39 wide up to α = 1/10; beyond, so narrow that it outweighs any 2n observations: one observation in
 * [2, 3] then draws the fit there.
 *
 * @source arXiv:2505.19046, Theorem 5.1; f beyond 1/10 is a safe stand-in, log f = -16n
 */
export const construction1: Family = {
  title: "Construction 1",
  summary: "maximum likelihood that collapses at the second fit, however large n is",
  source: "arXiv:2505.19046, Theorem 5.1",
  parameters: [{ name: "samples", type: "integer", must: "observations a batch, at least 3" }],
  metrics: [
    { name: "alpha", unit: "1", meaning: "fitted α; the truth is 0" },
    { name: "tv", unit: "1", meaning: "total variation distance of the fitted law from the truth" },
    { name: "collapsed", unit: "1", meaning: "1 where α exceeds 1/10, else 0" },
  ],
  parse(raw) {
    onlyKnown(raw, "parameters", ["samples"]);
    // From 3 on, a spike is narrower than the spacing of doubles in [2, 3]: a single number.
    return { samples: whole(raw["samples"], "parameters.samples", 3, 2 ** 24) };
  },
  samples: (parameters) => Number(parameters["samples"]),
  // Half of all observations, with two logarithms each.
  laneNumbers: (parameters) => 1.5 * typical * Number(parameters["samples"]),
  cohort({ cell, first, count }, training) {
    const n = Number(cell.parameters["samples"]);
    mustAccumulate(training, n);
    return replayedCohort(count, kernel({ key: cell.key, first, count }, n), training);
  },
};

/** Models are (α, μ) of each lane in turn. */
function kernel(lanes: Lanes, n: number): ReplayedKernel {
  const { count } = lanes;
  const drawn = new Float64Array(2 * n * count);
  const batch = new Float64Array(n);
  let pools: Construction1Pool[] = [];
  const clear = (): void => {
    pools = Array.from({ length: count }, () => new Construction1Pool(logNarrow(n)));
  };
  clear();
  return {
    modelWidth: 2,
    truth(models) {
      for (let lane = 0; lane < count; lane++) models.set([0, 2], 2 * lane);
    },
    clear,
    draw(generation, _training, models) {
      uniforms(drawn, lanes, { generation, draw: 0, part: 0 }, 2 * n);
      pools.forEach((pool, lane) => {
        const [alpha, mu] = [models[2 * lane]!, models[2 * lane + 1]!];
        for (let i = 0; i < n; i++) {
          const at = 2 * (lane * n + i);
          batch[i] = observation(alpha, mu, drawn[at]!, drawn[at + 1]!);
        }
        pool.add(batch);
      });
    },
    fit(_generation, _training, models) {
      pools.forEach((pool, lane) => {
        const { alpha, mu } = pool.fit({ alpha: models[2 * lane]!, mu: models[2 * lane + 1]! });
        models.set([alpha, mu], 2 * lane);
      });
    },
    measure(models, [alphas, distances, collapsed]) {
      for (let lane = 0; lane < count; lane++) {
        const alpha = models[2 * lane]!;
        alphas![lane] = alpha;
        // Below the truth on (1-2α, 1] alone, by a half.
        distances![lane] = alpha;
        collapsed![lane] = alpha > wideUpTo ? 1 : 0;
      }
    },
  };
}

/**
 * An observation of the law.
 *
 * @param which uniform number that chooses the part of the mixture
 * @param place uniform number within that part
 * @source arXiv:2505.19046, Theorem 5.1
 */
export function observation(alpha: number, mu: number, which: number, place: number): number {
  if (which < 0.5) return place;
  if (which < 1 - alpha / 2) return (1 - 2 * alpha) * place;
  if (which < 1 - alpha / 4) return 2 + place;
  return alpha > wideUpTo ? mu : mu + wide * place;
}
