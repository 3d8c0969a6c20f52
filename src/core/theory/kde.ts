import { trueVariance } from "../families/kde-data.ts";
import { bandwidthOf, type KdeLaw, kdeLaw } from "../families/kde-law.ts";
import type { Theorem } from "./prediction.ts";
import { recursion } from "./recursion.ts";
import { wholePower } from "./special.ts";
import { squares } from "./squares.ts";

const source =
  "derived: a draw has the training set's variance plus the kernel's; setting of arXiv:2410.16713";

/** Expected variances with divisor n, the mean over coordinates. */
interface Variances {
  readonly pool: number;
  /** Of the training set: the pool, or n of it. */
  readonly seen: number;
}

const regimes = ["replace", "accumulate", "accumulate-subsample"];

const replaced = recursion<KdeLaw, Variances>(start, (law, { seen }) => {
  const value = (1 - 1 / law.samples) * (seen + kernelVariance(law, law.samples));
  return { pool: value, seen: value };
});

/** A batch adds the scatter within it and that between its mean and the pool's. */
const accumulated = recursion<KdeLaw, Variances>(start, (law, { pool }, g) => {
  const { samples: n } = law;
  const drawn = pool + kernelVariance(law, n * (g - 1));
  const value = ((g - 1) * pool + drawn - drawn / (n * g)) / g;
  return { pool: value, seen: value };
});

/** The same, but batches lie around the mean of a subsample, itself some way from the pool's. */
const subsampled = recursion<KdeLaw, Variances>(start, (law, { pool, seen }, g) => {
  const { samples: n } = law;
  const before = n * (g - 1);
  const drawn = seen + kernelVariance(law, n);
  const apart = drawn / n + (pool * (before - n)) / (n * (before - 1));
  const value = (before * pool + (n - 1) * drawn + ((before * n) / (before + n)) * apart) / (n * g);
  return { pool: value, seen: (value * n * g * (n - 1)) / ((n * g - 1) * n) };
});

/**
 * Expected variance of the training set, exact at every n.
 *
 * @source the law of total variance; arXiv:2410.16713 (the setting)
 */
export const kdeVariance: Theorem = (cell, metric, generation) => {
  if (cell.family !== "kde" || metric !== "variance" || !regimes.includes(cell.regime)) return undefined;
  const law = kdeLaw(cell.parameters);
  if (trueVariance(law.data) === undefined) return undefined;
  const state =
    cell.regime === "replace" ? replaced : cell.regime === "accumulate" ? accumulated : subsampled;
  const value = state(cell, law, generation).seen;
  if (cell.regime === "replace" && worn(law, value, generation)) return undefined;
  // Of normal data: the first fit's.
  const spread =
    law.data === "normal" ? squares(value, value * Math.sqrt(2 / (law.samples - 1)), false) : { value };
  return [{ kind: "exact", source, ...spread }];
};

/**
 * Whether less than a tenth is left of the real data's variance, and yet that is much of what there is: chains in which any is
 * left are then few, as in the Wright-Fisher chain.
 */
function worn({ samples: n, data }: KdeLaw, value: number, generation: number): boolean {
  const left = wholePower(1 - 1 / n, generation);
  return left < 0.1 && left * (trueVariance(data) ?? 0) > 0.1 * value;
}

function start({ samples, data }: KdeLaw): Variances {
  const value = (trueVariance(data) ?? Number.NaN) * (1 - 1 / samples);
  return { pool: value, seen: value };
}

function kernelVariance(law: KdeLaw, size: number): number {
  const h = bandwidthOf(law, size);
  return h * h;
}
