import type { Metric } from "../core/families/family.ts";
import { varyingAxes } from "./axis-text.ts";
import type { CellRow, ReportData } from "./data.ts";
import { above, drawFigure, tellsNothing } from "./figure.ts";
import { asTitle, capitalised, formatCount, formulaText, inWords } from "./format.ts";
import { html, type Markup, prose, trusted } from "./html.ts";
import { chooseLayout, type FigureCells, type Layout, layOut } from "./layout.ts";
import { legend } from "./legend.ts";
import { type Hue, palette } from "./palette.ts";
import { type Series, seriesOf } from "./series.ts";
import { silence } from "./silence.ts";
import { svgDocument } from "./svg-document.ts";
import { groupRows, rowsOf, type Tracks } from "./tracks.ts";

/** The figures' markup, and the style sheet that their colours need. */
export interface Figures {
  readonly markup: Markup;
  readonly style: string;
}

const mostFigures = 12;
const mostBytes = 2_500_000;

/** One figure a metric and combination of separate axes, as far as the page's size allows; then what was left out. */
export function metricFigures(data: ReportData): Figures {
  const layout = chooseLayout(data);
  const tracks = groupRows(data.rows);
  const document = svgDocument();
  const drawn: Markup[] = [];
  const styles: string[] = [];
  let bytes = 0;
  let skipped = 0;
  const cuts = layOut(data.cells, layout);
  for (const cut of cuts) {
    for (const metric of data.metrics) {
      const series = seriesOf(cut, layout, metric.name, tracks);
      if (series.length === 0) continue;
      if (drawn.length >= mostFigures || bytes > mostBytes) {
        skipped += 1;
        continue;
      }
      const id = `figure-${drawn.length + 1}`;
      const hues = palette(cut.colours);
      const figure = oneFigure({ id, metric, cut, layout, series, tracks, data, document });
      drawn.push(figure);
      styles.push(figureColours(id, hues));
      bytes += figure.text.length;
    }
  }
  return { markup: html`${drawn}${leftOutNote(data, skipped)}`, style: styles.join("\n") };
}

interface OneFigure {
  readonly id: string;
  readonly metric: Metric;
  readonly cut: FigureCells;
  readonly layout: Layout;
  readonly series: readonly Series[];
  readonly tracks: Tracks;
  readonly data: ReportData;
  readonly document: Document;
}

function oneFigure({ id, metric, cut, layout, series, tracks, data, document }: OneFigure): Markup {
  const unit = metric.unit === "" || metric.unit === "1" ? "" : ` (${metric.unit})`;
  const title = `${asTitle(metric.name)}${unit} over generations${cut.at === "" ? "" : `, ${cut.at}`}`;
  const colourAxis = layout.colour;
  const { panels, width, scale } = drawFigure(
    cut,
    series,
    { vertical: `${inWords(metric.name)}${unit}`, description: description(title, cut, series), colourAxis },
    document,
  );
  const shown = [...new Set(cut.panels.flatMap((panel) => panel.cells))];
  const sources = new Set<string>();
  const silences: string[] = [];
  for (const cell of shown) {
    const rows = rowsOf(tracks, cell.id, metric.name);
    for (const row of rows) if (row.theorySource !== null) sources.add(formulaText(row.theorySource));
    const why = rows.length > 0 ? silence(cell, metric.name, rows, data) : undefined;
    if (why !== undefined) silences.push(why);
  }
  const hidden = series.some((one) => above(one.means, scale).length < one.means.length);
  return html`
<figure id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${title}</h3>
${legend(cut.colours, colourAxis, series)}
${panelGrid(panels, width, title)}
<figcaption>${prose(capitalised(metric.meaning))}${unit === "" ? "" : `, in ${metric.unit}`}; mean over ${chainsText(
    data,
    shown.flatMap((cell) => rowsOf(tracks, cell.id, metric.name)),
  )}${
    scale.type === "log" ? ", logarithmic scale" : ""
  }${hidden ? ", on which values that are 0 but for rounding have no place" : ""}.${series.some((one) => one.spread.length > 0 && tellsNothing(one.spread, scale)) ? " Bands of chains that would cover the panel are left out." : ""}${sources.size > 0 ? html` Theory: ${[...sources].join("; ")}.` : ""}${silencesText(silences, shown.length)}${
    cut.leftOut.length > 0 ? html` Not drawn: ${cut.leftOut.join(", ")}.` : ""
  }</figcaption>
</figure>`;
}

/** Why theory says nothing of so many of the cells that are shown. */
function silencesText(silences: readonly string[], shown: number): string {
  return [...new Set(silences)]
    .map((why) => {
      const count = silences.filter((each) => each === why).length;
      return ` No theory${count === shown ? "" : ` for ${formatCount(count)} of ${formatCount(shown)} cells`}: ${why}.`;
    })
    .join("");
}

/** How many chains a mean is of; a metric that some do not have at some generations is a mean over the others. */
function chainsText({ sweep }: ReportData, rows: readonly CellRow[]): string {
  const { replicates, replicatesVary } = sweep;
  const counts = rows.map(({ n }) => n);
  const least = counts.reduce((a, b) => Math.min(a, b), replicates);
  const chains = `${formatCount(replicates)} ${replicates === 1 ? "chain" : "chains"} a cell`;
  if (replicatesVary) return `up to ${chains}`;
  return least < replicates
    ? `those of ${chains} that have a value, ${formatCount(least)} at the least`
    : chains;
}

/** Panels side by side as far as the page is wide; what is wider than the page scrolls. */
export function panelGrid(panels: readonly string[], width: number, title: string): Markup {
  return html`<div class="panels" style="--panel:${width}px" tabindex="0" role="group" aria-label="${title}">${panels.map(trusted)}</div>`;
}

function description(title: string, cut: FigureCells, series: readonly Series[]): string {
  const theory = series.some((one) => one.theories.length > 0) ? " Dashed lines are theory." : "";
  return `${title}: ${cut.panels.length} ${cut.panels.length === 1 ? "panel" : "panels"}, ${series.length} measured series.${theory} The table below has the numbers.`;
}

function leftOutNote(data: ReportData, skipped: number): Markup | null {
  if (skipped === 0) return null;
  const axes = varyingAxes(data).map(inWords).join(", ");
  return html`<p class="note">${formatCount(skipped)} more figures were left out (axes: ${axes}). Every number is in the
dataset: <code>ouro query ${data.sweep.id} "SELECT * FROM cells"</code>.</p>`;
}

/** Light by default and on paper, dark where a screen asks for it. */
export function figureColours(id: string, hues: readonly Hue[]): string {
  const rule = (shade: keyof Hue): string =>
    `#${id}{${hues.map((hue, i) => `--s${i}:${hue[shade]}`).join(";")}}`;
  return `${rule("light")}\n@media screen and (prefers-color-scheme:dark){${rule("dark")}}`;
}
