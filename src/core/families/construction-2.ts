import { whole } from "../check.ts";
import { onlyKnown } from "../regimes/parameters.ts";
import { mustAccumulate } from "./accumulates.ts";
import { construction2Kernel } from "./construction-2-kernel.ts";
import type { Family } from "./family.ts";
import { statisticCohort } from "./statistic-cohort.ts";

/**
 * One consistent family, the same for all n, that climbs one unit interval at a time and collapses onto a spike.
 *
 * h_α = Σ_j (1-α_j)·(Π_{k<j} α_k)·U[j, j+1-2α_j] with α_j in [0, 1/4], or g_J = ½·U[0, J] + ½·U[x, x+f(J)] with x in
 * [J-1, J] and J >= 2. The truth is U[0, 1], all α = 0. f(J) is so small that once [J-1, J] is reached, early enough
 * for J, g_J is the more likely. How long the climb takes does not depend on n.
 *
 * @source arXiv:2505.19046, Theorem 5.2, with φ(n) = log log n
 */
export const construction2: Family = {
  title: "Construction 2",
  summary: "maximum likelihood that climbs interval by interval until it collapses",
  source: "arXiv:2505.19046, Theorem 5.2",
  parameters: [{ name: "samples", type: "integer", must: "observations a batch, at least 1" }],
  metrics: [
    { name: "alpha_0", unit: "1", meaning: "mass that the climbing part sends beyond [0, 1]" },
    { name: "tv", unit: "1", meaning: "total variation distance of the fitted law from the truth" },
    { name: "collapsed", unit: "1", meaning: "1 where the fit is a spike, else 0" },
    { name: "level", unit: "1", meaning: "highest j for which [j, j+1] was seen" },
  ],
  parse(raw) {
    onlyKnown(raw, "parameters", ["samples"]);
    return { samples: whole(raw["samples"], "parameters.samples", 1, 2 ** 31) };
  },
  samples: (parameters) => Number(parameters["samples"]),
  cohort({ cell, first, count }, training) {
    mustAccumulate(training, Number(cell.parameters["samples"]));
    const lanes = { key: cell.key, first, count };
    return statisticCohort(lanes, construction2Kernel(lanes), training);
  },
};
