import { bandwidthOf, type KdeLaw, kdeLaw } from "../families/kde-law.ts";
import { fairMean } from "./gaussian-facts.ts";
import { joined, type Scatter } from "./kde-scatter.ts";
import { trueScatter } from "./kde-truth.ts";
import type { Theorem } from "./prediction.ts";
import { recursion } from "./recursion.ts";
import { squares } from "./squares.ts";

const source =
  "derived: a draw has the training set's variance plus the kernel's; setting of arXiv:2410.16713";

const replaced = recursion<KdeLaw, Scatter>(start, (law, before) =>
  joined(before, 0, law.samples, law.dimension, bandwidthOf(law, law.samples)),
);

const accumulated = recursion<KdeLaw, Scatter>(start, (law, before, g) => {
  const kept = law.samples * (g - 1);
  return joined(before, kept, law.samples, law.dimension, bandwidthOf(law, kept));
});

/** Of the spread that a subsample is taken to have; simulated ones were 0.9 times that and more. */
const leastPart = 0.8;

/** Expected traces of covariances with divisor n. */
interface Subsampled {
  readonly pool: number;
  /** Of the training set: n of the pool. */
  readonly seen: number;
}

/** As where data accumulate, but batches lie around the mean of a subsample, itself some way from the pool's. */
const subsampled = recursion<KdeLaw, Subsampled>(
  (law) => {
    const { trace } = start(law);
    return { pool: trace, seen: trace };
  },
  (law, { pool, seen }, g) => {
    const { samples: n } = law;
    const before = n * (g - 1);
    const h = bandwidthOf(law, n);
    const drawn = seen + law.dimension * h * h;
    const apart = drawn / n + (pool * (before - n)) / (n * (before - 1));
    const value = (before * pool + (n - 1) * drawn + ((before * n) / (before + n)) * apart) / (n * g);
    return { pool: value, seen: (value * n * g * (n - 1)) / ((n * g - 1) * n) };
  },
);

/**
 * Expected variance of the training set, exact at every n. Under replacement and accumulation its standard deviation is
 * exact as well; a subsample of the pool varies at least about as much as the pool that a chain without subsampling has, and
 * as its own choice of points makes it.
 *
 * @source the law of total variance; arXiv:2410.16713 (the setting)
 */
export const kdeVariance: Theorem = (cell, metric, generation) => {
  if (cell.family !== "kde" || metric !== "variance") return undefined;
  const law = kdeLaw(cell.parameters);
  const { dimension: d, samples: n } = law;
  if (cell.regime === "accumulate-subsample") {
    const { trace, traceSquared, fourth } = accumulated(cell, law, generation);
    const chosen = ((fourth - traceSquared) / n) * (1 - 1 / generation);
    const least = leastPart * Math.sqrt(Math.max(0, traceSquared - trace * trace + chosen));
    const value = subsampled(cell, law, generation).seen;
    return [{ kind: "exact", source, ...squares(value / d, least / d, false) }];
  }
  const follow = { replace: replaced, accumulate: accumulated }[cell.regime];
  if (!follow) return undefined;
  const { trace, traceSquared } = follow(cell, law, generation);
  const sd = Math.sqrt(Math.max(0, traceSquared - trace * trace));
  // Where few chains have kept any of the real data's spread, they carry the mean.
  if (!fairMean(sd / trace)) return undefined;
  return [{ kind: "exact", source, ...squares(trace / d, sd / d, true) }];
};

function start({ samples, data, dimension }: KdeLaw): Scatter {
  return joined(trueScatter(data), 0, samples, dimension, 0);
}
