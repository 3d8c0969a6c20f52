import type { ReportWords } from "../spec/content.ts";
import type { ReportData } from "./data.ts";
import { extentText } from "./extent-text.ts";
import { formatCount, formatDuration, formatNumber, formatZ, inWords } from "./format.ts";
import { html, type Markup, trusted } from "./html.ts";
import { metricFigures } from "./metric-figures.ts";
import { metricSection } from "./metric-section.ts";
import { outcomeSection } from "./outcome-section.ts";
import { provenanceSection } from "./provenance-section.ts";
import { script } from "./script.ts";
import { styleSheet } from "./style-sheet.ts";
import { allowedErrors } from "../storage/dataset/verdict.ts";
import { summarise, type Summary, verdictSentence, verdicts } from "./verdict.ts";
import { verdictSection } from "./verdict-section.ts";
import { zFigure } from "./z-figure.ts";

export interface ReportOptions {
  /** Most rows of the verdict table; 2,000 unless given. */
  readonly tableRows?: number;
}

/** The report of a sweep as one HTML page that loads nothing. The same data gives the same bytes. */
export function renderReport(data: ReportData, { tableRows = 2000 }: ReportOptions = {}): string {
  const comparisons = verdicts(data);
  const summary = summarise(comparisons, data.cells.length, data.unfinished?.length);
  const figures = metricFigures(data);
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${data.sweep.title ?? data.sweep.name} – Ouroboros report</title>
<style>${trusted(styleSheet)}${trusted(figures.style)}</style>
</head>
<body>
<header>
<p class="kicker">Ouroboros · sweep report</p>
<h1>${data.sweep.title ?? data.sweep.name}</h1>
<p class="id"><code>${data.sweep.id}</code></p>
${claimOf(data.sweep)}
</header>
<main>
${summarySection(data, summary)}
<section id="figures">
<h2>Figures</h2>
${figures.markup}${zFigure(comparisons)}
</section>${verdictSection(data, comparisons, tableRows)}${outcomeSection(data)}${metricSection(data)}${provenanceSection(data)}
</main>
<script>${trusted(script)}</script>
</body>
</html>
`;
  return page.text;
}

/** What was published, and where; nothing where the spec does not say. */
export function claimOf({ claim, source }: ReportWords): Markup | null {
  if (claim === undefined && source === undefined) return null;
  return html`<p class="claim">${claim}${source === undefined ? null : html` <cite>${source}</cite>`}</p>`;
}

function summarySection(data: ReportData, summary: Summary): Markup {
  const { sweep, cells } = data;
  const mood = summary.differ > 0 ? "differs" : summary.agree > 0 ? "agrees" : "";
  const distinct = (of: "family" | "regime"): string =>
    [...new Set(cells.map((cell) => cell[of]))].join(", ");
  const facts: readonly (readonly [string, string])[] = [
    ["family", distinct("family")],
    ["regimes", distinct("regime")],
    ["cells", formatCount(cells.length)],
    ["replicates a cell", `${sweep.replicatesVary ? "up to " : ""}${formatCount(sweep.replicates)}`],
    ["chains", formatCount(sweep.chains)],
    ["generations", formatCount(sweep.generations)],
    ["rows", formatCount(sweep.rows)],
    ...(sweep.wallSeconds === null ? [] : [["wall time", formatDuration(sweep.wallSeconds)] as const]),
    ["compute time", formatDuration(sweep.computeSeconds)],
  ];
  return html`<section id="summary" aria-label="Summary">
${extentOf(sweep)}<p class="verdict ${mood}">${verdictSentence(summary)}</p>
${chanceNote(summary)}
<dl class="facts">${facts.map(([name, value]) => html`<div${value.length > 24 ? html` class="wide"` : null}><dt>${name}</dt><dd>${value === "" ? "–" : value}</dd></div>`)}</dl>
</section>`;
}

/** Of a part of a sweep, how large a part it is. */
function extentOf({ extent }: ReportData["sweep"]): Markup | null {
  const said = extentText(extent, (at) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`);
  return said === undefined
    ? null
    : html`<p class="part">${said}</p>
`;
}

/** What so many comparisons would turn up by chance alone. */
function chanceNote({ comparisons, expectedFalseAlarms, worst }: Summary): Markup | null {
  if (comparisons === 0) return null;
  const largest =
    worst === null || worst.row.z === null
      ? ""
      : ` The largest deviation is z = ${formatZ(worst.row.z)} (${inWords(worst.metric)}, cell ${worst.cell.id}).`;
  return html`<p class="note">A cell differs where |z| exceeds ${allowedErrors} (more of few replicates whose spread theory does not give, by Student's law) at the
last generation compared; against a bound, on its wrong side only; against a limit for many samples, beyond its stated ± as well.${largest} Were every theory true, ${formatCount(comparisons)} independent ${comparisons === 1 ? "comparison" : "comparisons"} would
raise ${formatNumber(expectedFalseAlarms, 2)} false alarms on average. Generations of a chain are correlated, so a cell counts once; the largest |z| over
its generations stands beside its verdict and is larger by nature.</p>`;
}
