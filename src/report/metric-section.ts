import type { ReportData } from "./data.ts";
import { asTitle } from "./format.ts";
import { html, type Markup, prose } from "./html.ts";

/** The metrics in words. */
export function metricSection(data: ReportData): Markup | null {
  if (data.metrics.length === 0) return null;
  return html`
<section id="metrics">
<h2>Metrics</h2>
<dl class="metrics">${data.metrics.map(({ name, unit, meaning }) => html`<dt>${asTitle(name)} <code>${name}</code></dt><dd>${prose(meaning)}${unit === "" || unit === "1" ? "" : ` (${unit})`}</dd>`)}</dl>
</section>`;
}
