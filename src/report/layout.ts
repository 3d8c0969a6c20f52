import { axisText, textsAlong, valuesAlong, varyingAxes } from "./axis-text.ts";
import type { ReportCell, ReportData } from "./data.ts";
import { shortParameter } from "./format.ts";

/** Which axis of the plan is which in a figure. */
export interface Layout {
  readonly column: string | null;
  readonly row: string | null;
  readonly colour: string | null;
  /** One figure for each combination of these. */
  readonly separate: readonly string[];
}

const mostPanels = 12;
const mostColumns = 4;
const mostColours = 8;

/**
 * As the papers draw it: regimes side by side, the main parameter as colour. A numeric axis with few values is the
 * main parameter; where the regime is all that varies, it is the colour, and one panel shows everything.
 */
export function chooseLayout(data: Pick<ReportData, "axes" | "cells">): Layout {
  const axes = varyingAxes(data);
  const count = (axis: string): number => valuesAlong(data.cells, axis).length;
  const rest = axes.filter((axis) => axis !== "family" && axis !== "regime");
  const families = axes.filter((axis) => axis === "family");
  const regime = axes.includes("regime");
  if (rest.length === 0)
    return { column: null, row: null, colour: regime ? "regime" : null, separate: families };

  const numeric = (axis: string): boolean =>
    valuesAlong(data.cells, axis).every((value) => typeof value === "number");
  const colour =
    rest.find((axis) => numeric(axis) && count(axis) <= mostColours) ??
    rest.find((axis) => count(axis) <= mostColours) ??
    rest.find(numeric) ??
    null;
  const others = rest.filter((axis) => axis !== colour);
  const column = regime ? "regime" : (others.shift() ?? null);
  const columns = column === null ? 1 : count(column);
  const next = others[0];
  const fits = next !== undefined && columns <= mostColumns && columns * count(next) <= mostPanels;
  const row = fits ? next : null;
  return { column, row, colour, separate: [...families, ...others.filter((axis) => axis !== row)] };
}

/** A panel's place in the grid of a figure, counted from 0. */
export interface Panel {
  readonly column: number;
  readonly row: number;
  readonly title: string;
  readonly cells: readonly ReportCell[];
}

/** Cells that share one figure, and what had to be left out of it. */
export interface FigureCells {
  /** The values of the separate axes: "dimension = 10"; empty where there are none. */
  readonly at: string;
  readonly panels: readonly Panel[];
  /** The values of the colour axis, in order; one empty text where there is no such axis. */
  readonly colours: readonly string[];
  readonly leftOut: readonly string[];
}

/** Cuts the cells into figures, panels and colours. */
export function layOut(cells: readonly ReportCell[], layout: Layout): readonly FigureCells[] {
  const figures = new Map<string, ReportCell[]>();
  for (const cell of cells) {
    const at = layout.separate.map((axis) => axisLabel(axis, axisText(cell, axis))).join(", ");
    const members = figures.get(at);
    if (members) members.push(cell);
    else figures.set(at, [cell]);
  }
  return [...figures].map(([at, members]) => ({ at, ...panelsOf(members, layout) }));
}

/** "samples = 32"; regimes and families speak for themselves. */
export function axisLabel(axis: string, value: string): string {
  return axis === "regime" || axis === "family" ? value : `${axis} = ${value}`;
}

function panelsOf(cells: readonly ReportCell[], layout: Layout): Omit<FigureCells, "at"> {
  const leftOut: string[] = [];
  const shown = (axis: string | null, most: number): readonly string[] => {
    if (axis === null) return [""];
    const values = ordered(cells, axis);
    const kept = spread(values, most);
    if (kept.length < values.length)
      leftOut.push(`${values.length - kept.length} of ${values.length} values of ${axis}`);
    return kept;
  };
  const colours = shown(layout.colour, mostColours);
  const columns = shown(layout.column, mostPanels);
  const rows = shown(layout.row, Math.max(1, Math.floor(mostPanels / columns.length)));
  const wrap =
    columns.length <= mostColumns
      ? columns.length
      : Math.ceil(columns.length / Math.ceil(columns.length / mostColumns));

  const at = (cell: ReportCell, axis: string | null): string => (axis === null ? "" : axisText(cell, axis));
  const panels = rows.flatMap((rowValue, r) =>
    columns.map((columnValue, c) => ({
      column: c % wrap,
      row: r + Math.floor(c / wrap),
      title: [
        ...(layout.column === null ? [] : [axisLabel(layout.column, shortParameter(columnValue))]),
        ...(layout.row === null ? [] : [axisLabel(layout.row, shortParameter(rowValue))]),
      ].join(", "),
      cells: cells.filter(
        (cell) =>
          at(cell, layout.column) === columnValue &&
          at(cell, layout.row) === rowValue &&
          colours.includes(at(cell, layout.colour)),
      ),
    })),
  );
  return { panels, colours, leftOut };
}

const regimeOrder = ["replace", "accumulate-subsample", "accumulate"];

/** Values of an axis as text; the three regimes of the papers first and in the papers' order. */
function ordered(cells: readonly ReportCell[], axis: string): readonly string[] {
  const texts = textsAlong(cells, axis);
  if (axis !== "regime") return texts;
  const known = regimeOrder.filter((name) => texts.includes(name));
  return [...known, ...texts.filter((name) => !known.includes(name))];
}

/** At most `most` of the values, evenly spread, the first and the last among them. */
function spread(values: readonly string[], most: number): readonly string[] {
  if (values.length <= most) return values;
  if (most === 1) return values.slice(0, 1);
  return Array.from(
    { length: most },
    (_, i) => values[Math.round((i * (values.length - 1)) / (most - 1))] as string,
  );
}
