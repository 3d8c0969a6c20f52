import { fileURLToPath } from "node:url";
import type { ReportData } from "../report/data.ts";
import { formatCount, formatNumber } from "../report/format.ts";
import type { ImpreciseCell } from "../report/precision.ts";
import { terminalTable } from "../report/terminal-table.ts";
import { summarise, verdictSentence, verdicts } from "../report/verdict.ts";
import type { Plan } from "../spec/plan.ts";
import { manifestKey, reportKey } from "../storage/layout.ts";
import type { Store } from "../storage/store.ts";
import { exitCode } from "./exit.ts";
import { noteExtent } from "./extent.ts";
import { colour, output, width } from "./output.ts";

/**
 * Prints a sweep's verdict and where its dataset and report lie; exit code 3 where chains failed.
 *
 * @returns what the report says
 */
export async function showResult(
  store: Store,
  plan: Plan,
  options: { readonly json?: boolean },
): Promise<ReportData> {
  // They bring DuckDB, which most commands do without.
  const [{ readReportData }, { impreciseCells }] = await Promise.all([
    import("../report/read.ts"),
    import("../report/precision.ts"),
  ]);
  const data = await readReportData(store, plan);
  const comparisons = verdicts(data);
  const summary = summarise(comparisons, data.cells.length, data.unfinished?.length);
  const failed = data.failures.reduce((sum, failure) => sum + failure.chains, 0);
  const imprecise = await impreciseCells(store, plan);
  const dataset = place(store, manifestKey(plan.sweepId).replace(/\/[^/]*$/, ""));
  const report = place(store, reportKey(plan.sweepId));
  if (options.json) {
    output.json({
      sweepId: plan.sweepId,
      digest: data.sweep.datasetDigest,
      chains: data.sweep.chains,
      failed,
      rows: data.sweep.rows,
      computeSeconds: data.sweep.computeSeconds,
      verdict: { ...summary, worst: undefined },
      extent: data.sweep.extent,
      ...(plan.until && { imprecise }),
      dataset,
      report,
    });
  } else {
    output.line(terminalTable(data, { width, colour }));
    output.line();
    noteExtent(data.sweep.extent);
    output.line(verdictSentence(summary));
    if (imprecise.length > 0) output.line(imprecisionOf(plan, imprecise));
    if (failed > 0)
      output.line(
        `${formatCount(failed)} chains failed: ouro failures ${plan.sweepId} says why, ouro retry ${plan.sweepId} tries them again.`,
      );
    output.line(`dataset  ${dataset}  (${formatCount(data.sweep.rows)} rows)`);
    output.line(`report   ${report}`);
  }
  if (failed > 0) process.exitCode = exitCode.failedChains;
  return data;
}

/** The same of a sweep that was settled before; its page is made again where that got lost. */
export async function showSettled(
  store: Store,
  plan: Plan,
  options: { readonly json?: boolean },
): Promise<void> {
  const { keepPublished } = await import("./keep-published.ts");
  await keepPublished(store, await showResult(store, plan, options));
}

function imprecisionOf({ cells, until }: Plan, imprecise: readonly ImpreciseCell[]): string {
  const off = ({ halfWidth, wanted }: ImpreciseCell): number =>
    (halfWidth ?? Number.POSITIVE_INFINITY) / wanted;
  const worst = imprecise.reduce((most, each) => (off(each) > off(most) ? each : most));
  return `${formatCount(imprecise.length)} of ${formatCount(cells.length)} cells have all ${formatCount(until?.max ?? 0)} replicates, and ${until?.metric} is not known as well as asked: at worst ± ${formatNumber(worst.halfWidth ?? Number.POSITIVE_INFINITY, 2)} instead of ± ${formatNumber(worst.wanted, 2)}, in ${worst.cellId}. A larger max goes on from there (ouro extend).`;
}

/** A path for a folder on this machine, a URL otherwise. */
export function place(store: Store, key: string): string {
  return store.url.startsWith("file:") ? fileURLToPath(`${store.url}/${key}`) : `${store.url}/${key}`;
}
