import { failedChains, figureSummary, figureTitle, publication } from "./figures-entry.ts";
import { type FigureSection, mark } from "./figures-section.ts";
import { figuresStyle } from "./figures-style.ts";
import { formatCount, formatDuration } from "./format.ts";
import { html, type Markup, trusted } from "./html.ts";
import { strokeKeys } from "./legend.ts";
import { styleSheet } from "./style-sheet.ts";
import { allowedErrors } from "../storage/dataset/verdict.ts";

/**
 * A collection of figures as one HTML page that loads nothing: what was claimed, what came out, a section a figure.
 *
 * @param size what was run, in words: "quick size"
 */
export function renderFigures(sections: readonly FigureSection[], size: string): string {
  const papers = new Map<string, FigureSection[]>();
  for (const section of sections) {
    const name = publication(section.entry);
    papers.set(name, [...(papers.get(name) ?? []), section]);
  }
  const groups = [...papers].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Published figures, run again – Ouroboros</title>
<style>${trusted(styleSheet)}${trusted(figuresStyle)}${trusted(sections.map(({ style }) => style).join("\n"))}</style>
</head>
<body>
<header>
<p class="kicker">Ouroboros · ${size}</p>
<h1>Published figures, run again</h1>
${lead(sections)}
</header>
<main>
${contents(groups)}
<ul class="legend key">${strokeKeys(true, true)}</ul>
${groups.map(
  ([name, members]) => html`<section class="paper" aria-label="${name}">
<h2>${name}</h2>
${members.map(({ markup }) => markup)}
</section>`,
)}
</main>
</body>
</html>
`;
  return page.text;
}

function lead(sections: readonly FigureSection[]): Markup {
  const summaries = sections.flatMap(({ entry }) => figureSummary(entry) ?? []);
  const sum = (of: (one: (typeof summaries)[number]) => number): number =>
    summaries.reduce((total, one) => total + of(one), 0);
  const missing = sections.length - summaries.length;
  const failed = sections.reduce((total, { entry }) => total + failedChains(entry), 0);
  const seconds = sections.reduce((total, { entry }) => total + (entry.seconds ?? 0), 0);
  const facts: readonly (readonly [string, string])[] = [
    ["figures", formatCount(sections.length)],
    ["cells that agree", formatCount(sum(({ agree }) => agree))],
    ["cells that differ", formatCount(sum(({ differ }) => differ))],
    ["without theory", formatCount(sum(({ untested }) => untested))],
    ...(missing > 0 ? [["figures not run", formatCount(missing)] as const] : []),
    ...(failed > 0 ? [["failed chains", formatCount(failed)] as const] : []),
    [
      "chains",
      formatCount(sections.reduce((total, { entry }) => total + (entry.data?.sweep.chains ?? 0), 0)),
    ],
    ["time taken", formatDuration(seconds)],
  ];
  return html`<p class="note">Every curve below was computed by chains that ran to their last generation, and stands beside what theory
says of it. A cell differs where its mean is more than ${allowedErrors} standard errors (more of few replicates whose spread theory does not
give) from theory at the last generation compared; against a bound, on the wrong side only. ${formatCount(sum(({ comparisons }) => comparisons))} comparisons would raise
${sum(({ expectedFalseAlarms }) => expectedFalseAlarms).toFixed(2)} false alarms on average if every theory were true.</p>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function contents(groups: readonly (readonly [string, readonly FigureSection[]])[]): Markup {
  return html`<nav aria-label="Figures">${groups.map(
    ([name, members]) =>
      html`<div><h2>${name}</h2><ol>${members.map(
        ({ id, entry }) =>
          html`<li><a href="#${id}">${figureTitle(entry)}</a> ${mark(figureSummary(entry))}</li>`,
      )}</ol></div>`,
  )}</nav>`;
}
