import type { ParameterValue } from "../core/cell.ts";
import type { ReportCell, ReportData } from "./data.ts";
import { formatParameter } from "./format.ts";

/** The plan's axes along which the cells really differ, in the spec's order. */
export function varyingAxes(data: Pick<ReportData, "axes" | "cells">): readonly string[] {
  const named = data.axes.filter((axis) => valuesAlong(data.cells, axis).length > 1);
  const implied = (["family", "regime"] as const).filter(
    (axis) => !named.includes(axis) && valuesAlong(data.cells, axis).length > 1,
  );
  return [...implied, ...named];
}

/** Where a cell lies on an axis; its family and regime are axes too. */
export function axisValue(cell: ReportCell, axis: string): ParameterValue | undefined {
  if (axis === "regime") return cell.regime;
  if (axis === "family") return cell.family;
  return cell.axes[axis] ?? cell.parameters[axis];
}

/** The same as text; a cell that lacks the parameter has a dash. */
export function axisText(cell: ReportCell, axis: string): string {
  const value = axisValue(cell, axis);
  if (value === undefined) return "–";
  return formatParameter(value);
}

/** The distinct values along an axis: numbers upwards, anything else as the cells come. */
export function valuesAlong(
  cells: readonly ReportCell[],
  axis: string,
): readonly (ParameterValue | undefined)[] {
  return distinct(cells, axis).map(([, value]) => value);
}

/** The same as texts. */
export function textsAlong(cells: readonly ReportCell[], axis: string): readonly string[] {
  return distinct(cells, axis).map(([text]) => text);
}

function distinct(
  cells: readonly ReportCell[],
  axis: string,
): readonly [string, ParameterValue | undefined][] {
  const values = [...new Map(cells.map((cell) => [axisText(cell, axis), axisValue(cell, axis)]))];
  const numeric = values.every(([, value]) => typeof value === "number");
  return numeric ? values.sort(([, a], [, b]) => Number(a) - Number(b)) : values;
}
