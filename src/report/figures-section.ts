import { figuresCurves } from "./figures-curves.ts";
import { failedChains, type FigureEntry, figureSummary, figureTitle } from "./figures-entry.ts";
import { formatCount, formatDuration, formatZ, formulaText, inWords } from "./format.ts";
import { html, type Markup } from "./html.ts";
import { figureColours } from "./metric-figures.ts";
import { silence } from "./silence.ts";
import { svgDocument } from "./svg-document.ts";
import { cellVerdicts, type Comparison, type Summary, verdicts, verdictSentence } from "./verdict.ts";

/** A figure of a collection as it stands on the page, and the style sheet that its colours need. */
export interface FigureSection {
  readonly entry: FigureEntry;
  readonly id: string;
  readonly markup: Markup;
  readonly style: string;
}

/** One section: the claim, the verdict, the curves, and how to get them again. */
export function figureSection(entry: FigureEntry, number: number): FigureSection {
  const id = `figure-${number}`;
  const summary = figureSummary(entry);
  const curves = entry.data === null ? null : figuresCurves(entry.data, svgDocument());
  const markup = html`
<section class="figure" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${figureTitle(entry)}</h3>
${entry.source === undefined ? null : html`<p class="source">${entry.source}</p>`}
${entry.claim === undefined ? null : html`<p class="claim">${entry.claim}</p>`}
${summary === undefined ? html`<p class="verdict differs">Not reproduced: ${entry.problem ?? "it was not run."}</p>` : outcome(entry, summary)}
${curves?.markup}
${facts(entry, curves?.more ?? null)}
</section>`;
  return { entry, id, markup, style: curves === null ? "" : figureColours(id, curves.hues) };
}

/** In a word, for a list: agrees, differs, or nothing to compare with. */
export function mark(summary: Summary | undefined): Markup {
  if (summary === undefined) return html`<span class="badge differs">✗ not run</span>`;
  if (summary.differ > 0)
    return html`<span class="badge differs">✗ ${formatCount(summary.differ)} of ${formatCount(summary.cells)} differ</span>`;
  if (summary.agree === 0) return html`<span class="badge">no theory</span>`;
  return html`<span class="badge agrees">✓ ${formatCount(summary.agree)} agree${summary.agree === 1 ? "s" : ""}</span>`;
}

function outcome(entry: FigureEntry, summary: Summary): Markup {
  const mood = summary.differ > 0 ? "differs" : summary.agree > 0 ? "agrees" : "";
  const { worst } = summary;
  const largest =
    worst === null || worst.row.z === null
      ? null
      : html` <small>Largest deviation: z = ${formatZ(worst.row.z)}, ${inWords(worst.metric)} at generation ${worst.row.generation}.</small>`;
  const failed = failedChains(entry);
  return html`<p class="verdict ${mood}">${verdictSentence(summary)}${
    failed > 0 ? ` ${formatCount(failed)} chains failed.` : ""
  }${largest}</p>`;
}

function facts({ data, seconds, command, link }: FigureEntry, more: string | null): Markup {
  const size =
    data === null
      ? []
      : [
          `${formatCount(data.cells.length)} ${data.cells.length === 1 ? "cell" : "cells"}`,
          `${formatCount(data.sweep.replicates)} chains each`,
          `${formatCount(data.sweep.generations)} generations`,
        ];
  const time = seconds === null ? [] : [`took ${formatDuration(seconds)}`];
  const compared = data === null ? [] : verdicts(data);
  const sources = theorySources(compared);
  const silences = data === null ? [] : silencesOf(data, compared);
  return html`<footer>
<p>${[...size, ...time].join(" · ")}${link === null ? null : html`${size.length > 0 ? " · " : ""}<a href="${link}">full report</a>${more === null ? "" : ` (${more})`}`}</p>
${sources.length === 0 ? null : html`<p>Theory: ${sources.join("; ")}.</p>`}
${silences.length === 0 ? null : html`<p>${silences.map((each) => `${each}. `)}</p>`}
<p><code>${command}</code></p>
</footer>`;
}

function theorySources(compared: readonly Comparison[]): string[] {
  return [
    ...new Set(
      compared.flatMap(({ row }) => (row.theorySource === null ? [] : [formulaText(row.theorySource)])),
    ),
  ];
}

/** Of cells that no theory speaks of at all. */
function silencesOf(data: NonNullable<FigureEntry["data"]>, compared: readonly Comparison[]): string[] {
  const judged = cellVerdicts(compared);
  const silent = compared.filter(({ cell }) => judged.get(cell.id) === null);
  return [
    ...new Set(
      silent.flatMap(({ cell, metric, row }) => {
        const why = silence(cell, metric, [row], data);
        return why === undefined ? [] : [`No theory of ${inWords(metric)}: ${why}`];
      }),
    ),
  ];
}
