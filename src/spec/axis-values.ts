import type { ParameterValue } from "../core/cell.ts";
import type { GridAxis, LogAxis, ParameterAxis, ParameterSpec, RangeAxis, SobolAxis } from "./content.ts";

/** Whether a parameter is an axis: a mapping, where a value is a scalar or a list. */
export function isAxis(spec: ParameterSpec): spec is ParameterAxis {
  return typeof spec === "object" && !Array.isArray(spec);
}

/** An axis that lists or computes its own points, unlike a coordinate of the joint Sobol' axis. */
export type OwnAxis = GridAxis<ParameterValue> | RangeAxis | LogAxis;

export function isSobol(spec: ParameterSpec): spec is SobolAxis {
  return isAxis(spec) && "sobol" in spec;
}

/** How many points an axis has, without making them. */
export function pointCount(axis: OwnAxis): number {
  if ("grid" in axis) return axis.grid.length;
  if ("log" in axis) return axis.log[2];
  const { from, to, step } = inUnits(axis.range);
  return Number((to - from) / step) + 1;
}

/**
 * The points of an axis, in its order.
 *
 * @param integer whether the parameter is a whole number: then points between are rounded to one
 */
export function points(axis: OwnAxis, integer: boolean): ParameterValue[] {
  if ("grid" in axis) return [...axis.grid];
  if ("log" in axis) {
    const [from, to, count] = axis.log;
    return Array.from({ length: count }, (_, i) => interpolate(from, to, i / (count - 1), "log", integer));
  }
  const { from, step, exponent } = inUnits(axis.range);
  return Array.from({ length: pointCount(axis) }, (_, i) => Number(`${from + BigInt(i) * step}e${exponent}`));
}

/**
 * The point a share of the way from one end to the other, rounded to 12 significant digits so that no engine's last
 * bit of a logarithm shows.
 */
export function interpolate(
  from: number,
  to: number,
  share: number,
  scale: "linear" | "log",
  integer: boolean,
): number {
  if (share === 0) return from;
  if (share === 1) return to;
  const exact = scale === "log" ? from * (to / from) ** share : from + (to - from) * share;
  return integer ? Math.round(exact) : Number(exact.toPrecision(12));
}

/** A range in whole multiples of the smallest decimal place that it names: 0.1 + 0.2 is then 0.3. */
function inUnits(range: RangeAxis["range"]): { from: bigint; to: bigint; step: bigint; exponent: number } {
  const decimals = range.map(decimal);
  const exponent = Math.min(...decimals.map((one) => one.exponent));
  const [from = 0n, to = 0n, step = 1n] = decimals.map(
    (one) => one.digits * 10n ** BigInt(one.exponent - exponent),
  );
  return { from, to, step, exponent };
}

/** digits × 10^exponent, exactly the number that JavaScript prints. */
function decimal(value: number): { digits: bigint; exponent: number } {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
