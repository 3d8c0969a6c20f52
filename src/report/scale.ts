import { formatNumber } from "./format.ts";

/** The vertical axis of a figure; every panel shares it. */
export interface VerticalScale {
  readonly type: "linear" | "log";
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

const decadesForLog = 1.5;
/** Sizes of rounding errors, relative to the largest value, and how far above them other values begin. */
const rounding = { least: 1e-19, most: 1e-12, gap: 1e6 };

/**
 * Logarithmic where everything central is above 0 and spans more than 1.5 decades. What stands for 0 but for rounding does not
 * widen it, and may lie below.
 *
 * @param central means and predictions: always inside
 * @param errors ends of the bands of their standard errors: inside as far as the scale can show them
 * @param spread ends of the bands of chains: inside as far as they do not squeeze the rest
 */
export function verticalScale(
  central: readonly number[],
  errors: readonly number[],
  spread: readonly number[],
): VerticalScale {
  const inner = extent(central) ?? extent(spread);
  if (inner === null) return { type: "linear", domain: [0, 1], ticks: [0, 0.5, 1] };
  const [least, most] = inner;
  const meant = least > 0 ? aboveRounding(central) : least;
  if (meant > 0 && Math.log10(most / meant) > decadesForLog)
    return logarithmic(meant, most, [...errors, ...spread]);
  const [low, high] = extent([least, most, ...errors]) ?? inner;
  return linear(low, high, spread);
}

/** The least value that is no rounding error: those are some 1e-16 of the largest, with nothing for decades above them. */
function aboveRounding(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const [least = 0] = sorted;
  const most = sorted.at(-1) ?? 0;
  if (least > rounding.most * most || least < rounding.least * most) return least;
  const above = sorted.findIndex((value, i) => i > 0 && value >= rounding.gap * (sorted[i - 1] ?? 0));
  return above > 0 && (sorted[above - 1] ?? 0) <= rounding.most * most ? (sorted[above] ?? least) : least;
}

/** Generations marked on the horizontal axis: the first, and multiples of a round step. */
export function generationTicks(first: number, last: number): readonly number[] {
  if (last <= first) return [first];
  const step = Math.max(1, roundStep((last - first) / 5));
  const multiples = Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step);
  return [first, ...multiples.filter((tick) => tick > first + step / 3 && tick <= last)];
}

function logarithmic(least: number, most: number, outer: readonly number[]): VerticalScale {
  const reach = Math.sqrt(10);
  const bands = extent(outer.filter((value) => value > 0)) ?? [least, most];
  const low = Math.min(least, Math.max(bands[0], least / reach));
  const high = Math.max(most, Math.min(bands[1], most * reach));
  const domain = [low / 1.15, high * 1.15] as const;
  const from = Math.floor(Math.log10(domain[0]));
  const decades = Math.ceil(Math.log10(domain[1])) - from;
  const every = Math.max(1, Math.ceil(decades / 8));
  const steps = decades <= 3 ? [1, 2, 5] : [1];
  const ticks = Array.from({ length: decades + 1 }, (_, i) => i)
    .filter((i) => i % every === 0)
    .flatMap((i) => steps.map((step) => Number(`${step}e${from + i}`)));
  return { type: "log", domain, ticks: ticks.filter((tick) => tick >= domain[0] && tick <= domain[1]) };
}

function linear(least: number, most: number, outer: readonly number[]): VerticalScale {
  const span = most - least || Math.abs(most) || 1;
  const bands = extent(outer) ?? [least, most];
  let low = Math.min(least, Math.max(bands[0], least - span / 2));
  let high = Math.max(most, Math.min(bands[1], most + span / 2));
  if (least >= 0 && low < (high - low) / 2) low = 0;
  if (high === low) [low, high] = [low - span / 2, high + span / 2];
  const step = roundStep((high - low) / 5);
  const pad = (high - low) * 0.04;
  const domain = [low === 0 ? 0 : low - pad, high + pad] as const;
  const from = Math.ceil(domain[0] / step);
  const ticks = Array.from({ length: Math.max(0, Math.floor(domain[1] / step) - from + 1) }, (_, i) =>
    Number(((from + i) * step).toPrecision(12)),
  );
  return { type: "linear", domain, ticks };
}

/** A tick as short as it is exact: 0.5, not 0.5000. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e6 || size < 1e-4)
    ? formatNumber(value).replace(/\.?0+e/, "e")
    : String(value).replace("-", "−");
}

/** The least of 1, 2, 5, 10, 20, ... that is not below `raw`, at any power of ten. */
function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 5].find((step) => step * power >= raw * 0.999) ?? 10) * power;
}

function extent(values: readonly number[]): readonly [number, number] | null {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least <= most ? [least, most] : null;
}
