import type { CellRow, ReportCell, ReportData, UnfinishedCell } from "./data.ts";
import { falseAlarmRate } from "../storage/dataset/verdict.ts";
import { formatCount } from "./format.ts";
import { comparedIn, groupRows, rowsOf } from "./tracks.ts";

export type Verdict = "agrees" | "differs" | null;

/** One metric of one cell beside one prediction; beside none, and of a cell that is not finished, `verdict` is null. */
export interface Comparison {
  readonly cell: ReportCell;
  /** What the cell has so far; absent where it has all. */
  readonly unfinished?: UnfinishedCell;
  readonly metric: string;
  /** The last generation that has a verdict; the last of all where none has. */
  readonly row: CellRow;
  readonly verdict: Verdict;
  /** The z with the largest |z| over all generations, and where it was; null without any. */
  readonly worstZ: number | null;
  readonly worstGeneration: number | null;
}

/** The sweep as a whole. Cells are counted once, however many of their metrics were compared. */
export interface Summary {
  readonly cells: number;
  readonly agree: number;
  readonly differ: number;
  /** Finished cells without a prediction to compare with. */
  readonly untested: number;
  /** Cells that have no verdict yet. */
  readonly unfinished: number;
  /** Comparisons made at last generations. */
  readonly comparisons: number;
  /** How many of them would differ by chance if every theory held. */
  readonly expectedFalseAlarms: number;
  readonly worst: Comparison | null;
}

/** Every reported metric of every cell at its last generation, in the order of cells, then of metrics. */
export function verdicts(
  data: Pick<ReportData, "cells" | "metrics" | "rows" | "unfinished">,
): readonly Comparison[] {
  const tracks = groupRows(data.rows);
  const unfinished = new Map(data.unfinished?.map((each) => [each.cellId, each]));
  return data.cells.flatMap((cell) =>
    data.metrics.flatMap(({ name }) => {
      const rows = rowsOf(tracks, cell.id, name);
      const predicted = comparedIn(rows).map((one) => one.rows);
      const shown = predicted.length > 0 || rows.length === 0 ? predicted : [rows];
      const part = unfinished.get(cell.id);
      const compared = shown.map((those) => compare(cell, name, those));
      return part ? compared.map((one) => soFar(one, part)) : compared;
    }),
  );
}

/** A cell differs if any of its comparisons differs, agrees if it was compared and none does. */
export function cellVerdicts(comparisons: readonly Comparison[]): ReadonlyMap<string, Verdict> {
  const found = new Map<string, Verdict>();
  for (const { cell, verdict } of comparisons) {
    const before = found.get(cell.id) ?? null;
    found.set(cell.id, before === "differs" ? before : (verdict ?? before));
  }
  return found;
}

/**
 * @param cells how many the sweep has; those without a comparison count as untested
 * @param unfinished how many of them are not finished
 */
export function summarise(
  comparisons: readonly Comparison[],
  cells: number,
  unfinished: number = 0,
): Summary {
  const each = [...cellVerdicts(comparisons).values()];
  const agree = each.filter((verdict) => verdict === "agrees").length;
  const differ = each.filter((verdict) => verdict === "differs").length;
  const made = comparisons.filter(({ verdict }) => verdict !== null);
  return {
    cells,
    agree,
    differ,
    untested: cells - unfinished - agree - differ,
    unfinished,
    comparisons: made.length,
    expectedFalseAlarms: made.length * falseAlarmRate,
    worst: worstFirst(made.filter(meant))[0] ?? null,
  };
}

/** Whether a large |z| says anything: on the right side of a bound it is as large as the bound is loose. */
function meant({ row, verdict }: Comparison): boolean {
  return verdict === "differs" || (row.theoryKind !== "lower" && row.theoryKind !== "upper");
}

/**
 * Differing ones first, then by |z| at the last generation, largest first; then bounds that hold, by however much; then those
 * without. Equals keep their order.
 */
export function worstFirst(comparisons: readonly Comparison[]): readonly Comparison[] {
  const rank = ({ verdict }: Comparison): number =>
    verdict === "differs" ? 0 : verdict === "agrees" ? 1 : 2;
  const size = (one: Comparison): number => {
    if (!meant(one)) return -1;
    return one.row.z === null || Number.isNaN(one.row.z) ? -1 : Math.abs(one.row.z);
  };
  return [...comparisons].sort((a, b) => rank(a) - rank(b) || descending(size(a), size(b)));
}

/** What stands where a cell that is not finished will have its verdict. */
export function chainsSoFar({ chains, of }: UnfinishedCell): string {
  return `${formatCount(chains)} of ${formatCount(of)} chains`;
}

/** The whole report in one sentence. */
export function verdictSentence(summary: Summary): string {
  const { cells, agree, differ, untested, unfinished } = summary;
  if (cells === 0) return "The sweep has no cells.";
  if (unfinished > 0) return `${finishedSentence(summary)} No verdict is final before the sweep is.`;
  const noun = cells === 1 ? "cell" : "cells";
  if (untested === cells)
    return `No theory speaks of ${cells === 1 ? "the cell" : `any of the ${formatCount(cells)} cells`} at the metrics reported.`;
  if (agree === cells)
    return cells === 1
      ? "The cell agrees with theory."
      : `${cells === 2 ? "Both" : `All ${formatCount(cells)}`} cells agree with theory.`;
  const parts = [
    `${formatCount(agree)} of ${formatCount(cells)} ${noun} ${agree === 1 ? "agrees" : "agree"} with theory`,
    `${formatCount(differ)} ${differ === 1 ? "differs" : "differ"}`,
    ...(untested > 0
      ? [`${formatCount(untested)} ${untested === 1 ? "has" : "have"} no theory to compare with`]
      : []),
  ];
  return `${parts.length === 2 ? parts.join(", ") : `${parts[0]}, ${parts[1]}, and ${parts[2]}`}.`;
}

/** Of a sweep that goes on: how many cells are finished, and what came of them. */
function finishedSentence({ cells, agree, differ, untested, unfinished }: Summary): string {
  const finished = cells - unfinished;
  const head = `${formatCount(finished)} of ${formatCount(cells)} ${cells === 1 ? "cell is" : "cells are"} finished`;
  const parts = [
    ...(agree > 0 ? [`${formatCount(agree)} ${agree === 1 ? "agrees" : "agree"} with theory`] : []),
    ...(differ > 0 ? [`${formatCount(differ)} ${differ === 1 ? "differs" : "differ"}`] : []),
    ...(untested > 0
      ? [`${formatCount(untested)} ${untested === 1 ? "has" : "have"} no theory to compare with`]
      : []),
  ];
  return parts.length === 0 ? `${head}.` : `${head}: ${parts.join(", ")}.`;
}

/** A mean of some of a cell's chains: those that end first may be of another kind than those that end last. */
function soFar(one: Comparison, unfinished: UnfinishedCell): Comparison {
  const row = { ...one.row, z: null, verdict: null };
  return { ...one, row, unfinished, verdict: null, worstZ: null, worstGeneration: null };
}

function compare(cell: ReportCell, metric: string, rows: readonly CellRow[]): Comparison {
  let last = rows[0] as CellRow;
  let worst: CellRow | null = null;
  for (const row of rows) {
    const [hasVerdict, lastHas] = [row.verdict !== null, last.verdict !== null];
    if (hasVerdict === lastHas ? row.generation >= last.generation : hasVerdict) last = row;
    if (row.z === null || Number.isNaN(row.z)) continue;
    if (worst === null || Math.abs(row.z) > Math.abs(worst.z ?? 0)) worst = row;
  }
  return {
    cell,
    metric,
    row: last,
    verdict: last.verdict,
    worstZ: worst?.z ?? null,
    worstGeneration: worst?.generation ?? null,
  };
}

function descending(a: number, b: number): number {
  return a === b ? 0 : b > a ? 1 : -1;
}
