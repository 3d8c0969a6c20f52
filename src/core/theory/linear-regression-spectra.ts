import { bartlettSampler } from "../families/bartlett.ts";
import type { LinearRegressionLaw } from "../families/linear-regression-law.ts";
import { jacobi } from "../linalg/jacobi.ts";
import { packedLength } from "../linalg/lower.ts";
import { pi } from "../random/math.ts";

/** Work spent on designs, in units of d³, and how many there are at least and at most. */
const work = 4e6;
const [fewest, most] = [256, 4096];
/** Designs are summed in so many groups: the spread of the groups' means tells the error of the mean over all. */
const groups = 64;
const nodeCount = 160;

/**
 * Means over drawn designs of functions of the eigenvalues of X'X that are smooth in what a ridge fit keeps,
 * h = s/(s + nλ): such a function is known everywhere by its values at `nodes`.
 */
export interface Spectra {
  readonly nodes: Float64Array;
  /**
   * Group after group of designs, the weights of the nodes in the mean over designs of Σ f(h)/d, the sum being over the
   * eigenvalues s of X'X, and in that of Σ f(h)·s/(s + nλ)².
   */
  readonly mean: Float64Array;
  readonly noise: Float64Array;
}

/**
 * Relative error of a polynomial of degree 2g by its values at the nodes, about.
 *
 * @source Chebyshev series of x^m, whose terms fall off like exp(-k²/(2m))
 */
export function interpolationExponent(generation: number): number {
  return (-nodeCount * nodeCount) / (4 * generation);
}

/**
 * Mean over all designs and its standard error, of errors given by their values at the nodes.
 *
 * @param bias factor of the mean
 * @param variance factor of the noise
 * @source none: mean and standard error over groups
 */
export function overDesigns(
  { mean, noise }: Spectra,
  bias: Float64Array,
  variance: Float64Array,
): { readonly value: number; readonly error: number } {
  let [sum, squares] = [0, 0];
  for (let group = 0; group < groups; group++) {
    let own = 0;
    for (let k = 0, at = group * nodeCount; k < nodeCount; k++, at++)
      own += (mean[at] as number) * (bias[k] as number) + (noise[at] as number) * (variance[k] as number);
    sum += own;
    squares += own * own;
  }
  const value = sum / groups;
  return { value, error: Math.sqrt(Math.max(0, squares / groups - value * value) / (groups - 1)) };
}

/**
 * Of isotropic designs of their own streams, the same for all seeds.
 *
 * @source Bartlett's decomposition; barycentric interpolation at Chebyshev's points
 */
export function spectraOf({ samples, dimension: d, ridge }: LinearRegressionLaw): Spectra {
  const perGroup = Math.ceil(Math.max(fewest, Math.min(most, work / (d * d * d))) / groups);
  const eigenvalues = drawnEigenvalues(samples, d, perGroup * groups);
  const penalty = samples * ridge;
  const [least, largest] = extent(eigenvalues);
  const from = least / (least + penalty);
  const to = largest / (largest + penalty);
  const nodes = cosines().map((cosine) => (from + to - (to - from) * cosine) / 2);
  const [mean, noise] = [new Float64Array(groups * nodeCount), new Float64Array(groups * nodeCount)];
  const basis = new Float64Array(nodeCount);
  for (const [i, s] of eigenvalues.entries()) {
    const scale = s / ((s + penalty) * (s + penalty));
    const at = Math.floor(i / (perGroup * d)) * nodeCount;
    lagrange(nodes, s / (s + penalty), basis);
    for (let k = 0; k < nodeCount; k++) {
      const weight = (basis[k] as number) / perGroup;
      mean[at + k] = (mean[at + k] as number) + weight / d;
      noise[at + k] = (noise[at + k] as number) + weight * scale;
    }
  }
  return { nodes, mean, noise };
}

/** Of the multiples of π/(nodes - 1), up to π: by its series for the first, by addition for the others. */
function cosines(): Float64Array {
  const angle = pi / (nodeCount - 1);
  const squared = angle * angle;
  const first = 1 - (squared / 2) * (1 - (squared / 12) * (1 - (squared / 30) * (1 - squared / 56)));
  const values = new Float64Array(nodeCount).fill(1);
  for (let k = 1; k < nodeCount; k++)
    values[k] = k === 1 ? first : 2 * first * (values[k - 1] as number) - (values[k - 2] as number);
  return values;
}

/** Weights of the nodes in the value at x. */
function lagrange(nodes: Float64Array, x: number, basis: Float64Array): void {
  const on = nodes.indexOf(x);
  if (on >= 0) {
    basis.fill(0);
    basis[on] = 1;
    return;
  }
  let sum = 0;
  for (let k = 0; k < nodeCount; k++) {
    const end = k === 0 || k === nodeCount - 1 ? 0.5 : 1;
    basis[k] = (k % 2 === 0 ? end : -end) / (x - (nodes[k] as number));
    sum += basis[k] as number;
  }
  for (let k = 0; k < nodeCount; k++) basis[k] = (basis[k] as number) / sum;
}

function drawnEigenvalues(samples: number, d: number, designs: number): Float64Array {
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

function extent(values: Float64Array): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return [least, most];
}
