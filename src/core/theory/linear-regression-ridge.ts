import type { Cell } from "../cell.ts";
import { bartlettSampler } from "../families/bartlett.ts";
import { type LinearRegressionLaw, linearRegressionLaw } from "../families/linear-regression-law.ts";
import { jacobi } from "../linalg/jacobi.ts";
import { packedLength } from "../linalg/lower.ts";
import type { Theorem } from "./prediction.ts";
import { recursion } from "./recursion.ts";

const source = "derived: bias and variance along the eigenvectors of X'X, averaged over drawn designs";

/** Work spent on designs, in units of d³, and how many there are at least and at most. */
const work = 4e6;
const [fewest, most] = [200, 4000];
const largestDimension = 32;
/** Relative error above which nothing is said. */
const mostSlack = 0.1;

/** By eigenvalue of X'X, design after design: what is left of the truth, and variance in units of σ². */
interface Spectrum {
  readonly kept: Float64Array;
  readonly variance: Float64Array;
}

interface Design {
  readonly law: LinearRegressionLaw;
  readonly eigenvalues: Float64Array;
  /** Weight of the newest batch in the fit of a generation. */
  readonly share: (generation: number) => number;
}

/**
 * Test error of ridge regression on a fixed design. Given X, each batch's estimate is H·w + noise, w the model before and
 * H = (X'X + nλI)⁻¹X'X: along an eigenvector of X'X with eigenvalue s, a fit moves by its share of (h-1)w + noise with
 * h = s/(s + nλ) and noise of variance σ²s/(s + nλ)². Bias and variance follow exactly; their mean over isotropic designs
 * is taken over drawn ones, and four standard errors of it are granted.
 *
 * @source derived; the setting is that of arXiv:2404.01413, Section 3, with the penalty of arXiv:2402.07712
 */
export const linearRegressionRidge: Theorem = (cell, metric, generation) => {
  if (cell.family !== "linear-regression" || metric !== "test_error") return undefined;
  const law = linearRegressionLaw(cell.parameters);
  const share = shares[cell.regime];
  if (!share || !law.fixed || law.ridge === 0 || law.scales || law.dimension > largestDimension)
    return undefined;
  const eigenvalues = known.get(cell) ?? drawnEigenvalues(law);
  known.set(cell, eigenvalues);
  const { kept, variance } = spectra(cell, { law, eigenvalues, share }, generation);
  const d = law.dimension;
  const designs = kept.length / d;
  let [sum, squares] = [0, 0];
  for (let design = 0; design < designs; design++) {
    let error = 0;
    for (let i = design * d; i < (design + 1) * d; i++) {
      const bias = ((kept[i] as number) - 1) * law.signal;
      error += (bias * bias) / d + law.noise * law.noise * (variance[i] as number);
    }
    sum += error;
    squares += error * error;
  }
  const value = sum / designs;
  const spread = Math.sqrt(Math.max(0, squares / designs - value * value));
  const slack = (4 * spread) / (Math.sqrt(designs) * value);
  return slack <= mostSlack ? [{ kind: "asymptotic", value, slack, source }] : undefined;
};

const shares: Readonly<Record<string, (generation: number) => number>> = {
  replace: () => 1,
  accumulate: (generation) => 1 / generation,
};

const known = new WeakMap<Cell, Float64Array>();

/** Of designs of their own streams, the same for all seeds. */
function drawnEigenvalues({ samples, dimension: d }: LinearRegressionLaw): Float64Array {
  const designs = Math.max(fewest, Math.min(most, Math.floor(work / (d * d * d))));
  const triangle = packedLength(d);
  const roots = new Float64Array(designs * triangle);
  bartlettSampler({ key: [0, 0], first: 0, count: designs }, d)(
    roots,
    { generation: 0, draw: 0, part: 0 },
    samples,
  );
  const eigenvalues = new Float64Array(designs * d);
  const gram = new Float64Array(d * d);
  for (let design = 0; design < designs; design++) {
    const at = design * triangle;
    for (let i = 0; i < d; i++)
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k <= j; k++)
          sum += (roots[at + packedLength(i) + k] as number) * (roots[at + packedLength(j) + k] as number);
        gram[i * d + j] = gram[j * d + i] = sum;
      }
    jacobi(gram, d);
    for (let i = 0; i < d; i++) eigenvalues[design * d + i] = Math.max(0, gram[i * d + i] as number);
  }
  return eigenvalues;
}

const spectra = recursion<Design, Spectrum>(
  (facts) =>
    stepped(
      facts,
      {
        kept: new Float64Array(facts.eigenvalues.length).fill(1),
        variance: new Float64Array(facts.eigenvalues.length),
      },
      1,
    ),
  stepped,
);

function stepped({ law, eigenvalues, share }: Design, before: Spectrum, generation: number): Spectrum {
  const part = share(generation);
  const kept = before.kept.slice();
  const variance = before.variance.slice();
  for (let i = 0; i < eigenvalues.length; i++) {
    const penalised = (eigenvalues[i] as number) + law.samples * law.ridge;
    const stay = 1 - part * (1 - (eigenvalues[i] as number) / penalised);
    kept[i] = (kept[i] as number) * stay;
    variance[i] =
      stay * stay * (variance[i] as number) +
      (part * part * (eigenvalues[i] as number)) / (penalised * penalised);
  }
  return { kept, variance };
}
