import { axisText } from "./axis-text.ts";
import { collapseMetric } from "./collapse-times.ts";
import type { CellRow } from "./data.ts";
import type { FigureCells, Layout, Panel } from "./layout.ts";
import { comparedIn, measured, rowsOf, type Tracks } from "./tracks.ts";

/** A generation of a line or band; `low` and `high` where there is a band. */
export interface Point {
  readonly generation: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One cell's metric in one panel. */
export interface Series {
  readonly panel: Panel;
  /** Index of its colour. */
  readonly colour: number;
  readonly means: readonly Point[];
  /** 5 to 95 % of the chains. */
  readonly spread: readonly Point[];
  /** One line for each prediction; `source` where there may be several of a kind. */
  readonly theories: readonly {
    readonly kind: string;
    readonly source: string | null;
    readonly points: readonly Point[];
  }[];
}

const mostPoints = 100;

/** All series of a figure that have anything to draw: what is known of a chain as a whole has no curve. */
export function seriesOf(
  figure: FigureCells,
  layout: Layout,
  metric: string,
  tracks: Tracks,
): readonly Series[] {
  if (metric === collapseMetric.name) return [];
  return figure.panels.flatMap((panel) =>
    panel.cells.flatMap((cell) => {
      const colour = figure.colours.indexOf(layout.colour === null ? "" : axisText(cell, layout.colour));
      const series = { panel, colour, ...lines(rowsOf(tracks, cell.id, metric)) };
      return series.means.length + series.spread.length + series.theories.length > 0 ? [series] : [];
    }),
  );
}

function lines(track: readonly CellRow[]): Omit<Series, "panel" | "colour"> {
  const rows = thin(measured(track));
  const event = rows.every(isEvent);
  const within = (value: number | null): number | null =>
    value === null || !event ? value : Math.min(1, Math.max(0, value));
  return {
    means: points(rows, (row) => [row.mean, within(less(row.mean, row.se)), within(more(row.mean, row.se))]),
    spread: event ? [] : points(rows, (row) => [row.q50, row.q05, row.q95]),
    theories: comparedIn(track)
      .map(({ kind, source, rows: those }) => ({
        kind,
        source,
        points: points(thin(those), (row) => [row.theoryValue, row.theoryValue, row.theoryValue]),
      }))
      .filter((theory) => theory.points.length > 0),
  };
}

const rounding = 1e-9;

/**
 * Of what either happens or not, the spread of chains is all or nothing: no band tells it. Values that are all 0 or 1 have the
 * variance of their mean.
 */
function isEvent({ n, mean, sd }: CellRow): boolean {
  if (mean === null || mean < 0 || mean > 1) return false;
  if (sd === null || n < 2) return mean === 0 || mean === 1;
  return Math.abs((sd * sd * (n - 1)) / n - mean * (1 - mean)) <= rounding;
}

/** Two standard errors either side; none where there is no standard error. */
function less(mean: number | null, se: number | null): number | null {
  return mean === null ? null : mean - 2 * (se ?? 0);
}

function more(mean: number | null, se: number | null): number | null {
  return mean === null ? null : mean + 2 * (se ?? 0);
}

function points(
  rows: readonly CellRow[],
  read: (row: CellRow) => readonly [value: number | null, low: number | null, high: number | null],
): readonly Point[] {
  return rows.flatMap((row) => {
    const [value, low, high] = read(row);
    if (value === null || low === null || high === null) return [];
    return [value, low, high].every(Number.isFinite)
      ? [{ generation: row.generation, value, low, high }]
      : [];
  });
}

/** Evenly spread over a long track, its ends kept. */
export function thin<Item>(items: readonly Item[], most: number = mostPoints): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from(
    { length: most },
    (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))] as Item,
  );
}
