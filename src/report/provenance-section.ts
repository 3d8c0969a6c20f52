import type { ReportData } from "./data.ts";
import { html, type Markup } from "./html.ts";

/** What the numbers came from and how to get at them: versions, digests, spec, queries. */
export function provenanceSection({ sweep }: ReportData): Markup {
  const folder = `${withoutScheme(sweep.store).replace(/\/+$/, "")}/${sweep.id}/dataset`;
  const cellFiles = sweep.cellFiles.map((path) => `'${folder}/${path}'`).join(", ");
  const facts: readonly (readonly [string, string | null])[] = [
    ["sweep", sweep.id],
    ["seed", String(sweep.seed)],
    ["spec, SHA-256", sweep.specDigest],
    ["dataset", sweep.datasetDigest],
    ["store", sweep.store],
    ...Object.entries(sweep.versions),
  ];
  return html`
<section id="provenance">
<h2>Provenance</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Provenance"><table class="facts"><caption>The same spec and numerics version give the same numbers, bit for bit, however the work was cut.</caption>
<tbody>${facts.map(([name, value]) => (value === null ? null : html`<tr><th scope="row">${name}</th><td><code>${value}</code></td></tr>`))}</tbody></table></div>
<h3>Query the dataset</h3>
<pre><code>ouro query ${sweep.id} "SELECT * FROM cells WHERE verdict = 'differs'"
duckdb -c "SELECT * FROM read_parquet([${cellFiles}])"
python -c "import pandas; print(pandas.read_parquet([${cellFiles}]))"</code></pre>
<details><summary>The spec</summary>
<pre><code>${sweep.spec.trimEnd()}</code></pre></details>
</section>`;
}

/** DuckDB and pandas read a local folder by its path. */
function withoutScheme(store: string): string {
  return store.startsWith("file://") ? store.slice("file://".length) : store;
}
