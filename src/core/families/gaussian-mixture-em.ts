import { statuses } from "../cohort.ts";
import { base, kernel, memoryDoubles, reserve } from "../random/kernel.ts";
import { log } from "../random/math.ts";
import type { MixtureLaw } from "./gaussian-mixture-law.ts";
import type { Observations } from "./raw-cohort.ts";

const [ok, underflow, singular, diverged] = (["ok", "underflow", "singular", "diverged"] as const).map(
  (name) => statuses.indexOf(name),
) as [number, number, number, number];

/** A component whose sd shrinks to this share within one fit holds on to a single value. */
const collapse = 1e-7;
/** A component with less weight than this many observations has no estimate. */
const leastHeld = 1e-9;
/** Spread, relative to the largest observation, that a double still resolves well; and the least spread at all. */
const resolved = 1e-12;
const leastSd = 1e-150;

/** Maximum-likelihood fits of one lane's model, in place. Holds work arrays and is not shared. @returns a status */
export type MixtureFitter = (model: Float64Array, seen: Observations) => number;

/**
 * Fits of all weights, means and sds by EM from the model before, until no mean moves by more than the tolerance times
 * its sd and no sd or weight by more than the tolerance. After each step the fitted law has the mean and the variance of
 * the data. Where a component shrinks to a point the likelihood has no maximum: the model of the step before stays.
 *
 * @source Dempster, Laird, Rubin: Maximum likelihood from incomplete data via the EM algorithm (1977)
 */
export function freeFitter({ components, tolerance, iterations }: MixtureLaw): MixtureFitter {
  const step = stepper(components);
  const next = new Float64Array(3 * components);
  return (model, seen) => {
    const floors = model.slice(2 * components).map((sd) => collapse * sd);
    const largest = step.load(seen);
    for (let iteration = 0; iteration < iterations; iteration++) {
      step.take(model);
      let change = 0;
      for (let k = 0; k < components; k++) {
        const [held, first, second] = [step.sum(k, 0), step.sum(k, 1), step.sum(k, 2)];
        if (!(held > leastHeld)) return singular;
        const shift = first / held;
        const sd = Math.sqrt(Math.max(0, second / held - shift * shift));
        if (!(sd > floors[k]!)) return singular;
        const [weight, before] = [held / seen.size, model[2 * components + k]!];
        change = Math.max(
          change,
          Math.abs(shift) / before,
          Math.abs(sd / before - 1),
          Math.abs(weight - model[k]!),
        );
        [next[k], next[components + k], next[2 * components + k]] = [
          weight,
          model[components + k]! + shift,
          sd,
        ];
      }
      model.set(next);
      if (change < tolerance) return tooNarrow(model.subarray(2 * components), largest) ? underflow : ok;
    }
    return diverged;
  };
}

/**
 * Fits of halves at ±μ with one sd: the largest μ that solves μ = mean(y·tanh(μy/σ²)), σ² = mean y² - μ².
 *
 * EM comes down to it from mean |y|, which no solution exceeds; as 0 always solves it, and three times over, EM's steps
 * are stretched by the secant through the last two, and halved between where one has gone too far.
 *
 * @source arXiv:2412.17646, joint maximum likelihood of the symmetric mixture
 */
export function symmetricFitter({ tolerance, iterations }: MixtureLaw): MixtureFitter {
  const step = stepper(2);
  let folded = new Float64Array(0);
  return (model, { values, weights, count, size }) => {
    if (folded.length < count) folded = new Float64Array(count);
    let [centre, scatter] = [0, 0];
    for (let i = 0; i < count; i++) {
      folded[i] = Math.abs(values[i]!);
      centre += weights[i]! * folded[i]!;
    }
    centre /= size;
    for (let i = 0; i < count; i++) scatter += weights[i]! * (folded[i]! - centre) * (folded[i]! - centre);
    scatter /= size;
    const largest = step.load({ values: folded, weights, count, size });
    const sdAt = (mean: number): number => Math.sqrt(scatter + (centre - mean) * (centre + mean));
    /** How far EM would come down from here; below 0 where a solution lies above. */
    const descent = (mean: number): number => {
      const sd = sdAt(mean);
      step.take([0.5, 0.5, -mean, mean, sd, sd]);
      // The half at -μ holds of |y|, in sum, its first moment about -μ less μ times its weight.
      const across = (2 * (step.sum(0, 1) - mean * step.sum(0, 0))) / size;
      return mean - (centre - across);
    };
    const settled = (mean: number, status: number): number => {
      const sd = sdAt(mean);
      model.set([0.5, 0.5, -mean, mean, sd, sd]);
      return tooNarrow([sd], largest) ? underflow : status;
    };
    if (tooNarrow([sdAt(centre)], largest)) return settled(centre, ok);
    let [above, fall, stride] = [centre, descent(centre), 0];
    let below = -1;
    stride = fall;
    for (let iteration = 0; iteration < iterations; iteration++) {
      const mean = below < 0 ? Math.max(0, above - stride) : (above + below) / 2;
      if (above - mean <= tolerance * sdAt(mean)) return settled(mean, ok);
      const next = descent(mean);
      if (next < 0) below = mean;
      else {
        stride = next < fall ? Math.max(next, (next * (above - mean)) / (fall - next)) : next;
        [above, fall] = [mean, next];
      }
    }
    return settled(above, diverged);
  };
}

function tooNarrow(sds: ArrayLike<number>, largest: number): boolean {
  for (let k = 0; k < sds.length; k++) if (!(sds[k]! > Math.max(leastSd, resolved * largest))) return true;
  return false;
}

interface Stepper {
  /** Takes in what a fit sees. @returns the largest absolute value */
  load(seen: Observations): number;
  /** Assigns it to the components of a model. */
  take(model: ArrayLike<number>): void;
  /** Weight (0) held by a component, and first (1) and second (2) moment about its mean. */
  sum(component: number, moment: 0 | 1 | 2): number;
}

/** EM's sums in the memory of the module: values, weights, model, sums, work. */
function stepper(components: number): Stepper {
  let memory = memoryDoubles();
  let [weightsAt, modelAt, sumsAt, workAt, length] = [0, 0, 0, 0, 0];
  return {
    load({ values, weights, count }) {
      length = count + (count % 2);
      weightsAt = base / 8 + length;
      modelAt = weightsAt + length;
      sumsAt = modelAt + 4 * components;
      workAt = sumsAt + 6 * components;
      reserve(8 * (workAt + 4 * components));
      memory = memoryDoubles();
      const start = base / 8;
      let largest = 0;
      for (let i = 0; i < count; i++) {
        memory[start + i] = values[i]!;
        memory[weightsAt + i] = weights[i]!;
        largest = Math.max(largest, Math.abs(values[i]!));
      }
      if (length > count) [memory[start + count], memory[weightsAt + count]] = [0, 0];
      return largest;
    },

    take(model) {
      for (let k = 0; k < components; k++) {
        const sd = model[2 * components + k]!;
        const at = modelAt + 3 * k;
        memory[at] = model[components + k]!;
        memory[at + 1] = log(model[k]! / sd);
        memory[at + 2] = 0.5 / (sd * sd);
      }
      kernel.mixtureSums(base, 8 * weightsAt, length, 8 * modelAt, components, 8 * sumsAt, 8 * workAt);
    },

    sum(component, moment) {
      const at = sumsAt + 6 * component + 2 * moment;
      return memory[at]! + memory[at + 1]!;
    },
  };
}
