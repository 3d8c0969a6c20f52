import type { Address, Lanes } from "../random/address.ts";
import { pi } from "../random/math.ts";
import { normals, uniforms } from "../random/samplers.ts";

/** Names of the true laws. @source arXiv:2410.16713 (its KDE study); "normal" is the one with closed forms */
export const kdeData = ["normal", "blobs", "circles", "moons", "swiss-roll"] as const;
export type KdeData = (typeof kdeData)[number];

const noise = 0.05;
const rootThreeHalves = 0.8660254037844386;
const blobRadius = 5;

/** Coordinates of an observation. @source arXiv:2410.16713, KDE experiments */
export function dimensionOf(data: KdeData): 1 | 2 {
  return data === "normal" ? 1 : 2;
}

/**
 * Standard deviation of the normal noise on each coordinate of a law's shape.
 *
 * @source the constants of {@link trueObservations}
 */
export function noiseOf(data: KdeData): number {
  return data === "normal" || data === "blobs" ? 1 : noise;
}

/**
 * Observations of the true law.
 *
 * normal: N(0, 1). blobs: three unit normals around the corners of a triangle of radius 5. circles: radii 1 and 1/2.
 * moons: two half circles that interlock. swiss-roll: the spiral (t·cos t, t·sin t)/5 with t uniform in
 * [3π/2, 9π/2]. The last three have normal noise of standard deviation 0.05.
 *
 * @param out shape [lanes, n, dimension]
 * @source arXiv:2410.16713 (names of the data); their constants are this project's
 */
export function trueObservations(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  n: number,
  data: KdeData,
): void {
  if (data === "normal") {
    normals(out, lanes, at, n);
    return;
  }
  const which = new Float64Array(lanes.count * n);
  const drawn = new Float64Array(4 * which.length);
  uniforms(which, lanes, at, n);
  normals(drawn, lanes, { ...at, part: at.part + 1 }, 4 * n);
  const sd = noiseOf(data);
  for (let i = 0; i < which.length; i++) {
    // A normal vector has a uniform direction.
    const [a, b] = [drawn[4 * i]!, drawn[4 * i + 1]!];
    const length = Math.sqrt(a * a + b * b);
    const [x, y] = shape(data, which[i]!, a / length, b / length);
    out[2 * i] = x + sd * drawn[4 * i + 2]!;
    out[2 * i + 1] = y + sd * drawn[4 * i + 3]!;
  }
}

/**
 * A point of a law's shape, without noise.
 *
 * @param u uniform number
 * @param x with y: a uniform point of the unit circle
 * @source the constants of {@link trueObservations}
 */
export function shape(data: KdeData, u: number, x: number, y: number): readonly [number, number] {
  if (data === "normal") return [0, 0];
  if (data === "circles") return u < 0.5 ? [x, y] : [x / 2, y / 2];
  if (data === "moons") return u < 0.5 ? [x, Math.abs(y)] : [1 - x, 0.5 - Math.abs(y)];
  if (data === "swiss-roll") return spiral(1.5 * pi * (1 + 2 * u));
  const corner = Math.floor(3 * u);
  if (corner === 0) return [blobRadius, 0];
  return [-blobRadius / 2, (corner === 1 ? 1 : -1) * blobRadius * rootThreeHalves];
}

/** (t·cos t, t·sin t)/5. */
function spiral(t: number): readonly [number, number] {
  const [cos, sin] = direction(t);
  return [(t * cos) / 5, (t * sin) / 5];
}

/**
 * Cosine and sine from basic operations alone: series at t/16, then four doublings of the angle.
 *
 * @param t from 0 to 5π
 * @source Taylor series
 */
export function direction(t: number): readonly [cos: number, sin: number] {
  const angle = t / 16;
  let [cos, sin] = [0, 0];
  let term = 1;
  for (let k = 0; k < 24; k += 2) {
    const sign = k % 4 === 0 ? 1 : -1;
    cos += sign * term;
    term *= angle / (k + 1);
    sin += sign * term;
    term *= angle / (k + 2);
  }
  for (let i = 0; i < 4; i++) [cos, sin] = [cos * cos - sin * sin, 2 * cos * sin];
  return [cos, sin];
}
