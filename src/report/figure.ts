import * as Plot from "@observablehq/plot";
import { capitalised, formatNumber, inWords } from "./format.ts";
import type { FigureCells, Panel } from "./layout.ts";
import { generationTicks, tickLabel, type VerticalScale, verticalScale } from "./scale.ts";
import { type Point, type Series, thin } from "./series.ts";

export interface FigureText {
  /** The metric and its unit, as the vertical axis says them. */
  readonly vertical: string;
  /** For readers who do not see the figure. */
  readonly description: string;
  readonly colourAxis: string | null;
}

const width = 1080;
const symbols = [
  "circle",
  "square",
  "triangle",
  "diamond",
  "circle",
  "square",
  "triangle",
  "diamond",
] as const;
const mostDots = 24;

/**
 * Small multiples as SVG: x is the generation, y is shared. Dots are measured means in a band of two standard errors,
 * the fainter band holds 5 to 95 % of the chains, dashes are theory. Colours are the custom properties --s0, --s1, ...
 *
 * @param document of a DOM; the page has no script that draws
 */
export function drawFigure(
  figure: FigureCells,
  series: readonly Series[],
  text: FigureText,
  document: Document,
): { readonly svg: string; readonly scale: VerticalScale } {
  const scale = scaleOf(series);
  const columns = 1 + Math.max(0, ...figure.panels.map((panel) => panel.column));
  const rows = 1 + Math.max(0, ...figure.panels.map((panel) => panel.row));
  const panelHeight = rows === 1 ? (columns === 1 ? 420 : 300) : rows === 2 ? 230 : 190;
  const generations = series.flatMap((one) =>
    one.means.concat(...one.theories.map((theory) => theory.points)),
  );
  const ends = generations.map((point) => point.generation);
  const [first, last] = ends.length > 0 ? [min(ends), max(ends)] : [1, 1];
  const svg = Plot.plot({
    document,
    width,
    height: rows * panelHeight + 80,
    marginLeft: 62,
    marginRight: 14,
    marginTop: 48,
    marginBottom: 38,
    figure: false,
    ariaLabel: text.vertical,
    ariaDescription: text.description,
    style: "font: 12px var(--sans); overflow: visible",
    x: { domain: first === last ? [first - 1, last + 1] : [first, last], inset: 8 },
    y: { type: scale.type, domain: [...scale.domain] },
    fx: { axis: null, padding: 0.06, domain: range(columns) },
    fy: { axis: null, padding: 0.16, domain: range(rows) },
    marks: [
      Plot.gridY([...scale.ticks], { strokeOpacity: 0.12 }),
      Plot.axisY([...scale.ticks], {
        tickFormat: tickLabel,
        tickSize: 0,
        label: text.vertical,
        labelArrow: false,
      }),
      Plot.axisX([...generationTicks(first, last)], {
        tickFormat: String,
        tickSize: 4,
        label: "generation",
        labelAnchor: "right",
        labelArrow: false,
      }),
      Plot.ruleY([scale.domain[0]], { strokeOpacity: 0.5 }),
      Plot.text(figure.panels, {
        fx: "column",
        fy: "row",
        text: (panel: Panel) => capitalised(panel.title),
        frameAnchor: "top-left",
        dy: -18,
        fontWeight: 600,
        fontSize: 13,
      }),
      ...series.flatMap((one) => marksOf(one, scale, figure, text)),
    ],
  });
  svg.setAttribute("role", "img");
  return { svg: svg.outerHTML, scale };
}

function marksOf(
  series: Series,
  scale: VerticalScale,
  figure: FigureCells,
  text: FigureText,
): Plot.Markish[] {
  const stroke = `var(--s${series.colour})`;
  const symbol = symbols[series.colour % symbols.length] ?? "circle";
  const value = figure.colours[series.colour] ?? "";
  const name = [series.panel.title, text.colourAxis === null ? value : `${inWords(text.colourAxis)} ${value}`]
    .filter((part) => part.trim() !== "")
    .join(", ");
  const facet = { fx: () => series.panel.column, fy: () => series.panel.row };
  const band = { ...facet, x: "generation", y1: "low", y2: "high", fill: stroke };
  const line = { ...facet, x: "generation", y: "value", stroke };
  return [
    Plot.areaY(clamp(series.spread, scale), {
      ...band,
      fillOpacity: 0.1,
      ariaLabel: () => `${name}: 5 to 95 % of chains`,
    }),
    Plot.areaY(clamp(series.means, scale), {
      ...band,
      fillOpacity: 0.28,
      ariaLabel: () => `${name}: mean ± 2 standard errors`,
    }),
    ...(series.theories.length === 0
      ? [
          Plot.lineY(series.means, {
            ...line,
            strokeWidth: 1,
            strokeOpacity: 0.7,
            ariaLabel: () => `${name}: measured mean, joined`,
          }),
        ]
      : []),
    ...series.theories.map((theory) =>
      Plot.lineY(theory.points, {
        ...line,
        strokeWidth: 1.6,
        strokeDasharray: theory.kind === "lower" || theory.kind === "upper" ? "2 3" : "6 4",
        ariaLabel: () => `${name}: theory, ${theory.kind}`,
      }),
    ),
    Plot.dot(thin(series.means, mostDots), {
      ...line,
      stroke: "var(--page)",
      strokeWidth: 0.7,
      fill: `var(--s${series.colour})`,
      r: 3,
      symbol,
      title: (point: Point) => `${name}, generation ${point.generation}: ${formatNumber(point.value)}`,
    }),
  ];
}

function scaleOf(series: readonly Series[]): VerticalScale {
  const central = series.flatMap((one) => [one.means, ...one.theories.map((theory) => theory.points)].flat());
  const ends = ({ low, high }: Point): number[] => [low, high];
  return verticalScale(
    central.map((point) => point.value),
    central.flatMap(ends),
    series.flatMap((one) => one.spread.flatMap(ends)),
  );
}

/** A band that leaves the axis ends at its edge. */
function clamp(points: readonly Point[], { domain: [least, most] }: VerticalScale): readonly Point[] {
  return points.map((point) => ({
    ...point,
    low: Math.min(most, Math.max(least, point.low)),
    high: Math.min(most, Math.max(least, point.high)),
  }));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function min(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function max(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
