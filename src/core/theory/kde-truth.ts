import { dimensionOf, direction, type KdeData, noiseOf, shape } from "../families/kde-data.ts";
import { pi } from "../random/math.ts";
import { type Scatter, widened } from "./kde-scatter.ts";

/** Intervals of Simpson's rule: what it leaves out of these integrals is below 1e-9 of them. */
const intervals = 2048;

const known = new Map<KdeData, Scatter>();

/**
 * Moments of a true law about its mean.
 *
 * @source moments of the laws that the KDE family draws from, by Simpson's rule where a shape is a curve
 */
export function trueScatter(data: KdeData): Scatter {
  const found = known.get(data) ?? widened(shapeScatter(data), dimensionOf(data), noiseOf(data));
  known.set(data, found);
  return found;
}

type Weighted = readonly [x: number, y: number, weight: number];

function shapeScatter(data: KdeData): Scatter {
  const points = pointsOf(data);
  const mean = (of: (x: number, y: number) => number): number =>
    points.reduce((sum, [x, y, weight]) => sum + weight * of(x, y), 0);
  const [left, up] = [mean((x) => x), mean((_, y) => y)];
  const about = (of: (x: number, y: number) => number): number => mean((x, y) => of(x - left, y - up));
  const [xx, xy, yy] = [about((x) => x * x), about((x, y) => x * y), about((_, y) => y * y)];
  return {
    trace: xx + yy,
    traceSquared: (xx + yy) * (xx + yy),
    squareTrace: xx * xx + 2 * xy * xy + yy * yy,
    fourth: about((x, y) => (x * x + y * y) * (x * x + y * y)),
  };
}

/** Points of a shape whose weighted sums are its integrals; weights add up to 1. */
function pointsOf(data: KdeData): readonly Weighted[] {
  if (data === "normal") return [[0, 0, 1]];
  if (data === "blobs") return [1 / 6, 1 / 2, 5 / 6].map((u) => [...shape(data, u, 1, 0), 1 / 3]);
  if (data === "swiss-roll") return simpson((u) => shape(data, u, 1, 0));
  return [1 / 4, 3 / 4].flatMap((u) =>
    simpson((v) => {
      const [cos, sin] = direction(2 * pi * v);
      return shape(data, u, cos, sin);
    }).map(([x, y, weight]): Weighted => [x, y, weight / 2]),
  );
}

/** A curve over [0, 1]. Where it turns back, it does so at 1/2, between two intervals of which each is smooth. */
function simpson(curve: (u: number) => readonly [number, number]): readonly Weighted[] {
  return Array.from({ length: intervals + 1 }, (_, i): Weighted => {
    const factor = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    return [...curve(i / intervals), factor / (3 * intervals)];
  });
}
