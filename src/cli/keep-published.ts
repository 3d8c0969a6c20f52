import { StoreError } from "../core/errors.ts";
import type { ReportData } from "../report/data.ts";
import { pointToNewest } from "../storage/dataset/snapshots.ts";
import { reportKey } from "../storage/layout.ts";
import type { Store } from "../storage/store.ts";
import { output } from "./output.ts";

/**
 * Writes what a finished sweep lacks beside its newest snapshot: `manifest.json`, and its page, where there is none or that
 * of another dataset. Whoever published may have been killed before it could, or somebody removed it. A store that takes
 * nothing more is told of, and is no failure.
 */
export async function keepPublished(store: Store, data: ReportData): Promise<void> {
  try {
    await pointToNewest(store, data.sweep.id);
    await keepPage(store, data);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    output.note(`The report or manifest.json is not that of this dataset: ${error.message}`);
  }
}

async function keepPage(store: Store, data: ReportData): Promise<void> {
  const { id, datasetDigest } = data.sweep;
  const page = await store.read(reportKey(id));
  // A page names the digest of its dataset.
  if (page && Buffer.from(page).includes(datasetDigest ?? id)) return;
  const { renderReport } = await import("../report/page.ts");
  await store.write(reportKey(id), new TextEncoder().encode(renderReport(data)));
}
