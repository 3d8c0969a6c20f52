import type { Extent } from "../storage/dataset/extent.ts";
import { formatCount } from "./format.ts";

/**
 * How much of a sweep a snapshot holds, in a sentence; nothing where it holds all.
 *
 * @param time how a point in time is said
 */
export function extentText(extent: Extent | undefined, time: (at: Date) => string): string | undefined {
  if (extent === undefined || extent.final) return undefined;
  const { cells, cellsDone, chains, chainsDone, chainsFailed = 0, publishedAt } = extent;
  const asOf = publishedAt === undefined ? "" : `, as of ${time(new Date(publishedAt))}`;
  if (chainsDone + chainsFailed >= chains)
    return `The sweep has been changed since: this is all of it as it was before${asOf}.`;
  const inCells =
    cells === undefined ? "" : `${formatCount(cellsDone ?? 0)} of ${formatCount(cells)} cells, `;
  const failed = chainsFailed > 0 ? ` (${formatCount(chainsFailed)} failed)` : "";
  return `The sweep is not finished: this is ${inCells}${formatCount(chainsDone)} of ${formatCount(chains)} chains${failed}${asOf}.`;
}
