import { axisText, varyingAxes } from "./axis-text.ts";
import type { ReportData } from "./data.ts";
import {
  formatCount,
  formatError,
  formatNumber,
  formatSlack,
  formatZ,
  formulaText,
  inWords,
} from "./format.ts";
import { html, type Markup } from "./html.ts";
import { silence } from "./silence.ts";
import { chainsSoFar, type Comparison, worstFirst } from "./verdict.ts";

/**
 * The verdict table, worst first, and under it the papers that the predictions come from.
 *
 * @param most rows of the table; the rest is counted in a note
 */
export function verdictSection(data: ReportData, comparisons: readonly Comparison[], most: number): Markup {
  if (comparisons.length === 0)
    return html`<section id="verdicts"><h2>Verdicts</h2><p>No metric was measured.</p></section>`;
  const axes = varyingAxes(data);
  const shown = worstFirst(comparisons).slice(0, most);
  const sources = [...new Set(shown.flatMap((comparison) => noteOf(comparison, data) ?? []))];
  const generations = new Set(shown.map(({ row }) => row.generation));
  const single = generations.size === 1 ? [...generations][0] : undefined;
  const words = ["verdict", ...axes.map(inWords), ...(data.metrics.length > 1 ? ["metric"] : [])];
  const numbers = [
    ...(single === undefined ? ["generation"] : []),
    "measured mean",
    "theory",
    "ratio",
    "z",
    "largest |z|",
  ];
  const context: RowContext = {
    data,
    axes,
    sources,
    showMetric: data.metrics.length > 1,
    showGeneration: single === undefined,
  };
  return html`
<section id="verdicts">
<h2>Verdicts</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Verdict table">
<table class="sortable">
<caption>Each metric of each cell at ${single === undefined ? "the last generation compared" : `generation ${single}`}, worst first; measured means ± standard error.${
    shown.length < comparisons.length
      ? html` ${formatCount(shown.length)} of ${formatCount(comparisons.length)} rows are shown; all of them: <code>ouro query ${data.sweep.id} "SELECT * FROM cells ORDER BY abs(z) DESC"</code>.`
      : ""
  }</caption>
<thead><tr>${words.map((head) => html`<th scope="col">${head}</th>`)}${numbers.map((head) => html`<th scope="col" class="n">${head}</th>`)}<th scope="col">kind, source</th><th scope="col">cell</th></tr></thead>
<tbody>
${shown.map((comparison) => tableRow(comparison, context))}</tbody>
</table>
</div>
${sources.length === 0 ? null : html`<ol class="sources">${sources.map((source, i) => html`<li id="source-${i + 1}">${formulaText(source)}</li>`)}</ol>`}
</section>`;
}

interface RowContext {
  readonly data: ReportData;
  readonly axes: readonly string[];
  readonly sources: readonly string[];
  readonly showMetric: boolean;
  readonly showGeneration: boolean;
}

/** Where the prediction is from, or why there is none. */
function noteOf({ cell, metric, row }: Comparison, data: ReportData): string | null {
  const why = silence(cell, metric, [row], data);
  return row.theorySource ?? (why === undefined ? null : `No theory of ${inWords(metric)}: ${why}`);
}

function tableRow(comparison: Comparison, context: RowContext): Markup {
  const { cell, metric, row, verdict, worstZ, worstGeneration } = comparison;
  const note = noteOf(comparison, context.data);
  const source = note === null ? 0 : 1 + context.sources.indexOf(note);
  // A bound that holds is the further away the looser it is.
  const holds = verdict === "agrees" && (row.theoryKind === "lower" || row.theoryKind === "upper");
  const generation = context.showGeneration ? html`<td class="n">${row.generation}</td>` : null;
  const citation = source === 0 ? null : html` <a href="#source-${source}" title="${note}">[${source}]</a>`;
  return html`<tr><td>${badge(comparison)}</td>${context.axes.map((axis) => html`<td>${axisText(cell, axis)}</td>`)}${
    context.showMetric ? html`<td>${inWords(metric)}</td>` : null
  }${generation}<td class="n">${formatNumber(row.mean)} <small>± ${formatError(row.se)}</small></td><td class="n">${formatNumber(row.theoryValue)}</td><td class="n">${formatNumber(row.ratio)}</td><td class="n">${formatZ(row.z)}</td><td class="n">${formatZ(holds ? null : worstZ)}${
    worstGeneration === null || holds ? null : html` <small>at ${worstGeneration}</small>`
  }</td><td>${row.theoryKind}${formatSlack(row.theorySlack)}${citation}</td><th scope="row"><code>${cell.id}</code></th></tr>
`;
}

/** Says the verdict in a word and a sign, so that no reader depends on its colour. */
function badge({ verdict, unfinished, row }: Comparison): Markup {
  if (unfinished) return html`<span class="badge">${chainsSoFar(unfinished)}</span>`;
  if (verdict === null)
    return html`<span class="badge">${row.theoryValue === null ? "no theory" : "not judged"}</span>`;
  return html`<span class="badge ${verdict}">${verdict === "agrees" ? "✓" : "✗"} ${verdict}</span>`;
}
