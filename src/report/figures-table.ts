import { failedChains, type FigureEntry, figureSummary } from "./figures-entry.ts";
import { formatCount, formatDuration, formatZ } from "./format.ts";

/** A line a figure for the terminal: verdict, counts, time; and a line of sums. */
export function figuresTable(
  entries: readonly FigureEntry[],
  { width, colour }: { readonly width: number; readonly colour: boolean },
): string {
  const rows = entries.map(cells);
  const heads = ["figure", "verdict", "agree", "differ", "silent", "largest z", "time"];
  const total = entries.reduce((all, { seconds }) => all + (seconds ?? 0), 0);
  const summaries = entries.flatMap((entry) => figureSummary(entry) ?? []);
  const sum = (of: "agree" | "differ" | "untested"): string =>
    formatCount(summaries.reduce((all, summary) => all + summary[of], 0));
  const sums = [
    `${entries.length} figures`,
    "",
    sum("agree"),
    sum("differ"),
    sum("untested"),
    "",
    formatDuration(total),
  ];
  const lines = [heads, ...rows, sums];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  return lines
    .map((line, index) => {
      const text = line
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  ")
        .slice(0, width)
        .trimEnd();
      return colour && index > 0 && index <= rows.length ? painted(text, line[1] ?? "") : text;
    })
    .join("\n");
}

function cells(entry: FigureEntry): readonly string[] {
  const summary = figureSummary(entry);
  const failed = failedChains(entry);
  if (summary === undefined) return [entry.file, "not run", "", "", "", "", ""];
  return [
    entry.file,
    failed > 0 ? `${formatCount(failed)} failed` : verdict(entry),
    formatCount(summary.agree),
    formatCount(summary.differ),
    formatCount(summary.untested),
    formatZ(summary.worst?.row.z ?? null),
    formatDuration(entry.seconds),
  ];
}

function verdict(entry: FigureEntry): string {
  const summary = figureSummary(entry);
  if (summary === undefined) return "not run";
  return summary.differ > 0 ? "differs" : summary.agree > 0 ? "agrees" : "no theory";
}

function painted(line: string, word: string): string {
  const code = word === "agrees" ? "32" : word === "no theory" ? undefined : "31";
  return code === undefined ? line : line.replace(word, `\u001b[${code}m${word}\u001b[39m`);
}

/** The same for programs, and what the next run wants to know of this one. */
export function figuresJson(
  entries: readonly FigureEntry[],
  seconds: Readonly<Record<string, number>>,
): object {
  return {
    figures: entries.map((entry) => {
      const summary = figureSummary(entry);
      return {
        file: entry.file,
        title: entry.title,
        source: entry.source,
        sweepId: entry.data?.sweep.id ?? null,
        digest: entry.data?.sweep.datasetDigest ?? null,
        verdict: verdict(entry),
        agree: summary?.agree ?? 0,
        differ: summary?.differ ?? 0,
        untested: summary?.untested ?? 0,
        failed: failedChains(entry),
        chains: entry.data?.sweep.chains ?? 0,
        generations: entry.data?.sweep.generations ?? 0,
        computeSeconds: entry.data?.sweep.computeSeconds ?? null,
        seconds: entry.seconds,
        problem: entry.problem,
        report: entry.link,
      };
    }),
    ...(Object.keys(seconds).length > 0 && { seconds }),
  };
}
