import type { Cell } from "../cell.ts";
import { type LinearRegressionLaw, linearRegressionLaw } from "../families/linear-regression-law.ts";
import { exp } from "../random/math.ts";
import { ledger } from "../regimes/ledger.ts";
import type { Training } from "../regimes/regime.ts";
import { remembered } from "../regimes/remembered.ts";
import { interpolationExponent, overDesigns, type Spectra, spectraOf } from "./linear-regression-spectra.ts";
import { type Fitted, type Located, linearWorkflow } from "./linear-workflow.ts";
import { trainingOf } from "./linear-workflow-cell.ts";
import type { Theorem } from "./prediction.ts";

const source = "derived: bias and variance along the eigenvectors of X'X, averaged over drawn designs";

/** Beyond it too few designs can be drawn. */
const largestDimension = 32;
/** Relative error above which nothing is said. */
const mostSlack = 0.1;
/** Generations followed at most where batches mix: each node of the spectrum is followed by itself. */
const mostMixed = 256;

interface Kept extends Fitted {
  readonly kept: number;
}

const asKept = ({ error, kept }: Located<Kept>): Kept => ({ error, kept, drawn: 1 });

/** By node of the spectrum: what is left of the truth, and variance in units of that of one batch's estimate. */
interface State {
  readonly kept: Float64Array;
  readonly variance: Float64Array;
}

/**
 * Test error of ridge regression on a fixed design, under every regime of whole batches. Given X, each batch's estimate is
 * H·w + noise, w the model that labelled it and H = (X'X + nλI)⁻¹X'X, and a fit to a pool is the weighted mean of its
 * batches' estimates. So along an eigenvector of X'X with eigenvalue s all is linear with h = s/(s + nλ) and noise of
 * variance σ²s/(s + nλ)², and bias and variance follow exactly. Their mean over isotropic designs is taken over drawn ones,
 * and four standard errors of it are granted.
 *
 * @source derived; the setting is that of arXiv:2404.01413, Section 3, with the penalty of arXiv:2402.07712
 */
export const linearRegressionRidge: Theorem = (cell, metric, generation) => {
  if (cell.family !== "linear-regression" || metric !== "test_error") return undefined;
  const law = linearRegressionLaw(cell.parameters);
  if (!law.fixed || law.ridge === 0 || law.scales || law.dimension > largestDimension) return undefined;
  const { spectra, states } = known.get(cell) ?? followed(cell, law);
  const state = states?.(generation);
  if (!state) return undefined;
  const { signal, noise } = law;
  const { value, error } = overDesigns(
    spectra,
    state.kept.map((kept) => signal * signal * (kept - 1) * (kept - 1)),
    state.variance.map((variance) => noise * noise * variance),
  );
  const slack = (4 * error) / value + 4 * exp(interpolationExponent(generation));
  return slack <= mostSlack ? [{ kind: "asymptotic", value, slack, source }] : undefined;
};

interface Followed {
  readonly spectra: Spectra;
  /** Absent where fits see subsamples. */
  readonly states?: (generation: number) => State | undefined;
}

const known = new WeakMap<Cell, Followed>();

function followed(cell: Cell, law: LinearRegressionLaw): Followed {
  const spectra = spectraOf(law);
  const training = trainingOf(cell);
  const states = closed(cell, spectra.nodes) ?? (training ? mixed(training, law, spectra.nodes) : undefined);
  const found = { spectra, ...(states ? { states } : {}) };
  known.set(cell, found);
  return found;
}

/** Where the newest batch joins the last model by a share of its own. */
const shares: Readonly<Record<string, (generation: number) => number>> = {
  replace: () => 1,
  accumulate: (generation) => 1 / generation,
};

function closed({ regime }: Cell, nodes: Float64Array): Followed["states"] {
  const share = shares[regime];
  if (!share) return undefined;
  const states: State[] = [];
  return (generation) => {
    for (let g = states.length + 1; g <= generation; g++) {
      const stay = nodes.map((h) => 1 - share(g) * (1 - h));
      const before = states.at(-1);
      states.push({
        kept: stay.map((left, k) => left * (before?.kept[k] ?? 1)),
        variance: stay.map((left, k) => left * left * (before?.variance[k] ?? 0) + share(g) * share(g)),
      });
    }
    return states[generation - 1];
  };
}

/** All nodes as far as asked, and as far again: only what came of them is kept. */
function mixed(
  training: (generation: number) => Training,
  { samples }: LinearRegressionLaw,
  nodes: Float64Array,
): (generation: number) => State | undefined {
  let states: readonly State[] = [];
  function follow(generations: number): void {
    states = Array.from({ length: generations }, () => ({
      kept: new Float64Array(nodes.length),
      variance: new Float64Array(nodes.length),
    }));
    const batches = remembered(ledger(training).batches);
    for (const [k, h] of nodes.entries()) {
      const fits = linearWorkflow<Kept>(training, asKept, h, batches);
      for (const [at, state] of states.entries()) {
        const { kept, error } = fits(at + 1);
        state.kept[k] = kept;
        state.variance[k] = error * samples;
      }
    }
  }
  return (generation) => {
    if (generation > mostMixed) return undefined;
    if (generation > states.length) follow(Math.min(mostMixed, 2 * generation));
    return states[generation - 1];
  };
}
