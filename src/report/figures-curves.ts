import type { Metric } from "../core/families/family.ts";
import type { ReportData } from "./data.ts";
import { drawFigure } from "./figure.ts";
import { asTitle, capitalised } from "./format.ts";
import { html, type Markup, prose } from "./html.ts";
import { chooseLayout, type FigureCells, layOut } from "./layout.ts";
import { colourKeys } from "./legend.ts";
import { panelGrid } from "./metric-figures.ts";
import { type Hue, palette } from "./palette.ts";
import { type Series, seriesOf, thin } from "./series.ts";
import { groupRows } from "./tracks.ts";

/** A panel fits a telephone; three of them a page. */
const panelWidth = 344;
const mostMetrics = 3;
const mostPanels = 6;

/** The curves of one sweep in a collection: its main metric, or up to three where each is a single panel. */
export interface Curves {
  readonly markup: Markup;
  readonly hues: readonly Hue[];
  /** What the curves leave for the sweep's own report. */
  readonly more: string | null;
}

/** Null where nothing can be drawn. */
export function figuresCurves(data: ReportData, document: Document): Curves | null {
  const layout = chooseLayout(data);
  const tracks = groupRows(data.rows);
  const cuts = layOut(data.cells, layout);
  const [cut] = cuts;
  if (cut === undefined) return null;
  const drawable = data.metrics.flatMap((metric) => {
    const series = seriesOf(cut, layout, metric.name, tracks);
    return series.length === 0 ? [] : [{ metric, series }];
  });
  const shown = cut.panels.length === 1 ? drawable.slice(0, mostMetrics) : drawable.slice(0, 1);
  if (shown.length === 0) return null;
  const panels = thin(cut.panels, mostPanels);
  const figures = shown.map(({ metric, series }) =>
    curve({ metric, series, cut: { ...cut, panels }, colour: layout.colour }, document),
  );
  const left = [
    ...(cut.at === "" ? [] : [`these are at ${cut.at}`]),
    ...(panels.length < cut.panels.length ? [`${cut.panels.length - panels.length} more panels`] : []),
    ...drawable.slice(shown.length).map(({ metric }) => asTitle(metric.name).toLowerCase()),
  ];
  const colours = colourKeys(cut.colours, layout.colour);
  return {
    markup: html`${colours === null ? null : html`<ul class="legend">${colours}</ul>`}
<div class="curves${shown.length > 1 ? " several" : ""}">${figures}</div>`,
    hues: palette(cut.colours),
    more: left.length === 0 ? null : left.join(", "),
  };
}

interface OneCurve {
  readonly metric: Metric;
  readonly series: readonly Series[];
  readonly cut: FigureCells;
  readonly colour: string | null;
}

function curve({ metric, series, cut, colour }: OneCurve, document: Document): Markup {
  const unit = metric.unit === "" || metric.unit === "1" ? "" : ` (${metric.unit})`;
  const vertical = `${asTitle(metric.name)}${unit}`;
  const description = `${vertical} over generations, ${series.length} measured series.`;
  const { panels, width, scale } = drawFigure(
    cut,
    series,
    { vertical, description, colourAxis: colour },
    document,
    panelWidth,
  );
  return html`<figure><h4>${vertical}</h4>${panelGrid(panels, width, vertical)}<figcaption>${prose(capitalised(metric.meaning))}${
    scale.type === "log" ? ", logarithmic scale" : ""
  }.</figcaption></figure>`;
}
