import type { Lanes } from "../random/address.ts";
import { normals, subsample, uniforms } from "../random/samplers.ts";
import type { Training } from "../regimes/regime.ts";
import { trueObservations } from "./kde-data.ts";
import { KdeDensity } from "./kde-density.ts";
import { bandwidthOf, type KdeLaw } from "./kde-law.ts";
import type { ReplayedKernel } from "./replayed-cohort.ts";

/** The draw on whose streams a subsample is chosen. */
const choice = 255;
/** Part of generation 0 that the test points are drawn on: replicate 0's, whichever replicates a cohort holds. */
const testPart = 128;

/**
 * The observations of all lanes and their kernel density estimates. A new observation is a uniformly chosen training
 * observation plus h times standard normal noise. Models are (variance, nll) of each lane in turn.
 *
 * Whole pools are summed up as they grow, variance and density alike, so that accumulation costs a generation no more
 * than replacement; a density whose bandwidth changes with the pool would have to be summed anew and is left out.
 *
 * @source arXiv:2410.16713 (its KDE study)
 */
export function kdeKernel(law: KdeLaw, lanes: Lanes): ReplayedKernel {
  const { samples: n, dimension: d, testPoints } = law;
  const { count } = lanes;
  const only: Lanes = { key: lanes.key, first: 0, count: 1 };
  const test = new Float64Array(testPoints * d);
  if (testPoints > 0)
    trueObservations(test, only, { generation: 0, draw: 0, part: testPart }, testPoints, law.data);
  const densities = Array.from({ length: testPoints > 0 ? count : 0 }, () => new KdeDensity(test, d));
  const which = new Float64Array(count * n);
  /** What the fits of generation `seenAt` saw of a subsampled pool, shape [lanes, n, d]; the next batch is drawn from it. */
  let seen = new Float64Array(0);
  let seenAt = 0;
  const chosen = new Uint32Array(n);
  /** Batches that fits see or choose from, each of shape [lanes, n, d], and how many of them `densities` holds. */
  let pool: Float64Array[] = [];
  let summed = 0;
  /** Of whole pools: observations, means and sums of squares, shape [lanes, d]. */
  let size = 0;
  const means = new Float64Array(count * d);
  const squares = new Float64Array(count * d);

  function forget(): void {
    pool = [];
    [size, summed, seenAt] = [0, 0, 0];
    means.fill(0);
    squares.fill(0);
    for (const density of densities) density.clear();
  }

  /** Copies the observations that the fits of a generation see out of a subsampled pool. */
  function gather(generation: number): void {
    if (seenAt === generation) return;
    if (seen.length === 0) seen = new Float64Array(count * n * d);
    for (let lane = 0; lane < count; lane++) {
      if (pool.length === 1) for (let i = 0; i < n; i++) chosen[i] = i;
      else subsample(chosen, lanes, lane, { generation, draw: choice, part: 0 }, pool.length * n, n);
      for (let i = 0, to = lane * n * d; i < n; i++) {
        const batch = pool[Math.floor(chosen[i]! / n)]!;
        const from = (lane * n + (chosen[i]! % n)) * d;
        for (let k = 0; k < d; k++) seen[to++] = batch[from + k]!;
      }
    }
    seenAt = generation;
  }

  function real(): Float64Array {
    const batch = new Float64Array(count * n * d);
    trueObservations(batch, lanes, { generation: 1, draw: 0, part: 0 }, n, law.data);
    return batch;
  }

  function synthetic(generation: number, subsampled: boolean): Float64Array {
    const size = subsampled ? n : pool.length * n;
    const h = bandwidthOf(law, size);
    const batch = new Float64Array(count * n * d);
    normals(batch, lanes, { generation, draw: 0, part: 1 }, n * d);
    uniforms(which, lanes, { generation, draw: 0, part: 0 }, n);
    if (subsampled) gather(generation - 1);
    for (let lane = 0; lane < count; lane++) {
      for (let i = lane * n; i < (lane + 1) * n; i++) {
        const parent = Math.floor(which[i]! * size);
        const from = subsampled ? seen : pool[Math.floor(parent / n)]!;
        const at = (lane * n + (parent % n)) * d;
        for (let k = 0; k < d; k++) batch[i * d + k] = from[at + k]! + h * batch[i * d + k]!;
      }
    }
    return batch;
  }

  /** Welford's updates with a new batch of every lane. */
  function addMoments(batch: Float64Array): void {
    for (let i = 0; i < n; i++)
      for (let lane = 0; lane < count; lane++)
        for (let k = 0; k < d; k++) {
          const at = lane * d + k;
          const x = batch[(lane * n + i) * d + k]!;
          const gap = x - means[at]!;
          means[at] = means[at]! + gap / (size + i + 1);
          squares[at] = squares[at]! + gap * (x - means[at]);
        }
    size += n;
  }

  return {
    modelWidth: 2,
    truth: (models) => void models.fill(0),
    clear: forget,
    draw(generation, { keeps, sees }) {
      const batch = generation === 1 ? real() : synthetic(generation, sees !== "all");
      if (keeps === "none") forget();
      pool.push(batch);
      if (sees === "all") addMoments(batch);
    },
    fit(generation, { keeps, sees }: Training, models) {
      const whole = sees === "all";
      const h = bandwidthOf(law, whole ? size : n);
      if (!whole) gather(generation);
      const measured = law.rule === "fixed" || keeps === "none" || !whole;
      for (let lane = 0; lane < count; lane++) {
        const density = densities[lane];
        if (whole) {
          models[2 * lane] = meanOf(squares.subarray(lane * d, (lane + 1) * d)) / size;
          for (let b = measured ? summed : pool.length; b < pool.length; b++)
            density?.add(pool[b]!.subarray(lane * n * d, (lane + 1) * n * d), h);
        } else {
          const points = seen.subarray(lane * n * d, (lane + 1) * n * d);
          models[2 * lane] = variance(points, d);
          density?.clear();
          density?.add(points, h);
        }
        models[2 * lane + 1] = measured && density ? density.nll(h) : Number.NaN;
      }
      summed = pool.length;
    },
    sums: {
      width: ({ keeps, sees }) =>
        law.rule === "fixed" && keeps === "all" && sees === "all" ? 2 * testPoints * count : 0,
      save(out) {
        densities.forEach((density, lane) => {
          density.save(out.subarray(2 * testPoints * lane, 2 * testPoints * (lane + 1)));
        });
      },
      restore(saved) {
        densities.forEach((density, lane) => {
          density.restore(saved.subarray(2 * testPoints * lane, 2 * testPoints * (lane + 1)), size);
        });
        summed = pool.length;
      },
    },
    measure(models, [variances, nll]) {
      for (let lane = 0; lane < count; lane++) {
        variances![lane] = models[2 * lane]!;
        nll![lane] = models[2 * lane + 1]!;
      }
    },
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean over coordinates of the variance with divisor n. @param points shape [n, d] */
function variance(points: Float64Array, d: number): number {
  const n = points.length / d;
  let total = 0;
  for (let k = 0; k < d; k++) {
    let [mean, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const gap = points[i * d + k]! - mean;
      mean += gap / (i + 1);
      squares += gap * (points[i * d + k]! - mean);
    }
    total += squares / n;
  }
  return total / d;
}
