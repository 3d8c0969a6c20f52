import { axisText, varyingAxes } from "./axis-text.ts";
import type { ReportData } from "./data.ts";
import { formatCount, inWords } from "./format.ts";
import { html, type Markup } from "./html.ts";

const mostCells = 500;
const mostFailures = 200;

/** How the chains ended: totals, then the cells where not all went well. */
export function outcomeSection(data: ReportData): Markup | null {
  if (data.outcomes.length === 0 && data.failures.length === 0) return null;
  const totals = new Map<string, number>();
  const byCell = new Map<string, Map<string, number>>();
  for (const { cellId, status, chains } of data.outcomes) {
    totals.set(status, (totals.get(status) ?? 0) + chains);
    const cell = byCell.get(cellId) ?? new Map<string, number>();
    byCell.set(cellId, cell.set(status, (cell.get(status) ?? 0) + chains));
  }
  const statuses = [...totals.keys()];
  const axes = varyingAxes(data);
  const eventful = data.cells.filter((cell) =>
    [...(byCell.get(cell.id)?.keys() ?? [])].some((status) => status !== "ok"),
  );
  const shown = eventful.slice(0, mostCells);
  return html`
<section id="outcomes">
<h2>Outcomes</h2>
<p>${statuses.length === 0 ? "No chain ended." : html`Chains by how they ended: ${statuses.map((status, i) => html`${i > 0 ? ", " : ""}<strong>${formatCount(totals.get(status) ?? 0)}</strong> ${inWords(status)}`)}.`}</p>
${
  shown.length === 0
    ? null
    : html`<details><summary>Cells with chains that did not end ok (${formatCount(eventful.length)})</summary>
<div class="scroll" tabindex="0" role="group" aria-label="Outcomes by cell"><table><caption>Chains of each cell by outcome.${
        shown.length < eventful.length ? ` The first ${formatCount(shown.length)} cells.` : ""
      }</caption>
<thead><tr><th scope="col">cell</th>${axes.map((axis) => html`<th scope="col">${inWords(axis)}</th>`)}${statuses.map((status) => html`<th scope="col" class="n">${inWords(status)}</th>`)}</tr></thead>
<tbody>
${shown.map(
  (
    cell,
  ) => html`<tr><th scope="row"><code>${cell.id}</code></th>${axes.map((axis) => html`<td>${axisText(cell, axis)}</td>`)}${statuses.map((status) => html`<td class="n">${formatCount(byCell.get(cell.id)?.get(status) ?? 0)}</td>`)}</tr>
`,
)}</tbody></table></div></details>`
}
${
  data.failures.length === 0
    ? null
    : html`<div class="scroll" tabindex="0" role="group" aria-label="Failures"><table><caption>Failures by reason. <code>ouro retry ${data.sweep.id}</code> runs them again.${data.failures.length > mostFailures ? ` The first ${formatCount(mostFailures)} reasons.` : ""}</caption>
<thead><tr><th scope="col">code</th><th scope="col">message</th><th scope="col" class="n">chains</th><th scope="col">for example</th></tr></thead>
<tbody>
${data.failures.slice(0, mostFailures).map(
  (
    failure,
  ) => html`<tr><th scope="row"><code>${failure.code}</code></th><td class="wrap">${failure.message}</td><td class="n">${formatCount(failure.chains)}</td><td><code>${failure.exampleChain}</code></td></tr>
`,
)}</tbody></table></div>`
}
</section>`;
}
