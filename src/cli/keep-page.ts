import { StoreError } from "../core/errors.ts";
import type { ReportData } from "../report/data.ts";
import { reportKey } from "../storage/layout.ts";
import type { Store } from "../storage/store.ts";
import { output } from "./output.ts";

/**
 * Writes a sweep's page where there is none, or that of another dataset: whoever published may have been killed between
 * the dataset and its page. A store that takes nothing more is told of, and is no failure.
 */
export async function keepPage(store: Store, data: ReportData): Promise<void> {
  const { id, datasetDigest } = data.sweep;
  const page = await store.read(reportKey(id));
  // A page names the digest of its dataset.
  if (page && Buffer.from(page).includes(datasetDigest ?? id)) return;
  const { renderReport } = await import("../report/page.ts");
  try {
    await store.write(reportKey(id), new TextEncoder().encode(renderReport(data)));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    output.note(`The report is not that of this dataset: ${error.message}`);
  }
}
