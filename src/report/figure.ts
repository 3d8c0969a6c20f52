import * as Plot from "@observablehq/plot";
import { capitalised, formatNumber, inWords } from "./format.ts";
import type { FigureCells, Panel } from "./layout.ts";
import { generationTicks, tickLabel, type VerticalScale, verticalScale } from "./scale.ts";
import { type Point, type Series, thin } from "./series.ts";

export interface FigureText {
  /** The metric and its unit. */
  readonly vertical: string;
  /** For readers who do not see the figure. */
  readonly description: string;
  readonly colourAxis: string | null;
}

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
/** Share of the height that a band may cover at most of its points before it hides more than it shows. */
const mostCovered = 0.9;

/** Width of a panel by how many stand side by side on a wide page; a narrow one wraps them. */
const widths: Readonly<Record<number, number>> = { 1: 720, 2: 530, 3: 348 };
const narrowest = 256;

export interface DrawnFigure {
  /** An SVG a panel, row by row. */
  readonly panels: readonly string[];
  /** Of each panel, in pixels. */
  readonly width: number;
  readonly scale: VerticalScale;
}

/**
 * Small multiples as SVG: x is the generation, y is shared. Dots are measured means in a band of two standard errors,
 * the fainter band holds 5 to 95 % of the chains, dashes are theory. Colours are the custom properties --s0, --s1, ...
 *
 * @param document of a DOM; the page has no script that draws
 * @param width of a panel; unless given, what fills a wide page
 */
export function drawFigure(
  figure: FigureCells,
  series: readonly Series[],
  text: FigureText,
  document: Document,
  width?: number,
): DrawnFigure {
  const scale = scaleOf(series);
  const columns = 1 + Math.max(0, ...figure.panels.map((panel) => panel.column));
  const panelWidth = width ?? widths[columns] ?? narrowest;
  const generations = series.flatMap((one) =>
    one.means.concat(...one.theories.map((theory) => theory.points)),
  );
  const ends = generations.map((point) => point.generation);
  const span = ends.length > 0 ? ([min(ends), max(ends)] as const) : ([1, 1] as const);
  const panels = figure.panels.map((panel) => {
    const own = series.filter((one) => one.panel === panel);
    return drawPanel({ panel, series: own, figure, scale, span, text, document, width: panelWidth });
  });
  return { panels, width: panelWidth, scale };
}

interface OnePanel {
  readonly panel: Panel;
  readonly series: readonly Series[];
  readonly figure: FigureCells;
  readonly scale: VerticalScale;
  readonly span: readonly [number, number];
  readonly text: FigureText;
  readonly document: Document;
  readonly width: number;
}

/** A parameter of one letter is a symbol, and stays as it is: p is not P. */
function panelTitle(title: string): string {
  return /^\w = /.test(title) ? title : capitalised(title);
}

function drawPanel({ panel, series, figure, scale, span, text, document, width }: OnePanel): string {
  const [first, last] = span;
  const titled = panel.title !== "";
  const svg = Plot.plot({
    document,
    width,
    height: Math.round(Math.max(230, Math.min(380, width * 0.72))),
    marginLeft: 54,
    marginRight: 10,
    marginTop: titled ? 34 : 14,
    marginBottom: 38,
    figure: false,
    ariaLabel: [text.vertical, panel.title].filter((part) => part !== "").join(", "),
    ariaDescription: text.description,
    style: { font: "12px var(--sans)", overflow: "visible" },
    x: { domain: first === last ? [first - 1, last + 1] : [first, last], inset: 8 },
    y: { type: scale.type, domain: [...scale.domain] },
    marks: [
      Plot.gridY([...scale.ticks], { strokeOpacity: 0.12 }),
      // A format would be asked for some ticks of a logarithmic axis only.
      Plot.axisY([...scale.ticks], { text: tickLabel, tickSize: 0, label: null }),
      Plot.axisX([...generationTicks(first, last)], {
        tickFormat: String,
        tickSize: 4,
        label: "generation",
        labelAnchor: "right",
        labelArrow: false,
      }),
      Plot.ruleY([scale.domain[0]], { strokeOpacity: 0.5 }),
      ...(titled
        ? [
            Plot.text([panelTitle(panel.title)], {
              frameAnchor: "top-left",
              dy: -20,
              fontWeight: 600,
              fontSize: 13,
            }),
          ]
        : []),
      ...series.flatMap((one) => marksOf(one, scale, figure, text)),
    ],
  });
  svg.setAttribute("role", "img");
  return svg.outerHTML;
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
  const band = { x: "generation", y1: "low", y2: "high", fill: stroke };
  const line = { x: "generation", y: "value", stroke };
  return [
    ...(tellsNothing(series.spread, scale)
      ? []
      : [
          Plot.areaY(clamp(series.spread, scale), {
            ...band,
            fillOpacity: 0.1,
            ariaLabel: () => `${name}: 5 to 95 % of chains`,
          }),
        ]),
    Plot.areaY(clamp(series.means, scale), {
      ...band,
      fillOpacity: 0.28,
      ariaLabel: () => `${name}: mean ± 2 standard errors`,
    }),
    ...(series.theories.length === 0
      ? [
          Plot.lineY(above(series.means, scale), {
            ...line,
            strokeWidth: 1,
            strokeOpacity: 0.7,
            ariaLabel: () => `${name}: measured mean, joined`,
          }),
        ]
      : []),
    ...series.theories.map((theory) =>
      Plot.lineY(above(theory.points, scale), {
        ...line,
        strokeWidth: 1.6,
        strokeDasharray: theory.kind === "lower" || theory.kind === "upper" ? "2 3" : "6 4",
        ariaLabel: () =>
          `${name}: theory, ${theory.kind}${theory.source === null ? "" : ` (${theory.source})`}`,
      }),
    ),
    Plot.dot(above(thin(series.means, mostDots), scale), {
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

/** A band of chains that would colour nearly the whole panel. */
export function tellsNothing(points: readonly Point[], scale: VerticalScale): boolean {
  const { domain, type } = scale;
  const height = (value: number): number => (type === "log" ? Math.log(value) : value);
  const whole = height(domain[1]) - height(domain[0]);
  const covered = clamp(points, scale).filter(
    ({ low, high }) => height(high) - height(low) >= mostCovered * whole,
  );
  return covered.length >= mostCovered * points.length;
}

/**
 * Points that the axis reaches down to: all, but for rounding errors on a logarithmic one.
 *
 * @param points of means or theory
 */
export function above(points: readonly Point[], { type, domain }: VerticalScale): readonly Point[] {
  return type === "log" ? points.filter(({ value }) => value >= domain[0]) : points;
}

/** A band that leaves the axis ends at its edge. */
function clamp(points: readonly Point[], { domain: [least, most] }: VerticalScale): readonly Point[] {
  return points.map((point) => ({
    ...point,
    low: Math.min(most, Math.max(least, point.low)),
    high: Math.min(most, Math.max(least, point.high)),
  }));
}

function min(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function max(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
