import { axisText, varyingAxes } from "./axis-text.ts";
import type { ReportData } from "./data.ts";
import { formatCount, formatError, formatNumber, formatSlack, formatZ, inWords } from "./format.ts";
import { chainsSoFar, type Comparison, verdicts, worstFirst } from "./verdict.ts";

export interface TerminalTableOptions {
  /** Columns of the terminal; 100 unless given. */
  readonly width?: number;
  /** Most rows; 20 unless given. */
  readonly rows?: number;
  /** ANSI colours for the verdict. */
  readonly colour?: boolean;
}

interface Column {
  readonly head: string;
  readonly right: boolean;
  readonly texts: readonly string[];
}

const gap = 2;
const narrowest = 6;
const expendable = ["ratio", "± se", "z"];

/**
 * Measured beside predicted, a line a cell and metric, no line wider than the terminal. In grid order where all fit;
 * worst first where rows had to be left out.
 */
export function terminalTable(data: ReportData, options: TerminalTableOptions = {}): string {
  const { width = 100, rows: most = 20, colour = false } = options;
  const all = verdicts(data);
  if (all.length === 0) return "No metric was measured.";
  const cut = all.length > most;
  const shown = cut ? worstFirst(all).slice(0, most) : all;
  const columns = fit(columnsOf(data, shown), width);
  const widths = columns.map(columnWidth);
  const line = (texts: readonly string[]): string =>
    [...texts.map((text, i) => pad(text, widths[i] ?? 0, columns[i]?.right ?? false)).join(" ".repeat(gap))]
      .slice(0, width)
      .join("")
      .trimEnd();
  const lines = [
    line(columns.map(({ head }) => head)),
    ...shown.map((comparison, r) =>
      paint(line(columns.map(({ texts }) => texts[r] ?? "")), comparison.verdict, colour),
    ),
    ...(cut
      ? [
          shorten(
            `… and ${formatCount(all.length - most)} more (ouro report ${printable(data.sweep.id)})`,
            width,
          ),
        ]
      : []),
  ];
  return lines.join("\n");
}

function columnsOf(data: ReportData, shown: readonly Comparison[]): readonly Column[] {
  const left = (head: string, text: (one: Comparison) => string): Column => ({
    head,
    right: false,
    texts: shown.map((one) => printable(text(one))),
  });
  const right = (head: string, text: (one: Comparison) => string): Column => ({
    ...left(head, text),
    right: true,
  });
  const axes = varyingAxes(data);
  return [
    ...(axes.length === 0 ? [left("cell", ({ cell }) => cell.id)] : []),
    ...axes.map((axis) => left(printable(inWords(axis)), ({ cell }) => axisText(cell, axis))),
    ...(data.metrics.length > 1 ? [left("metric", ({ metric }) => inWords(metric))] : []),
    right("measured", ({ row }) => formatNumber(row.mean)),
    right("± se", ({ row }) => formatError(row.se)),
    right(
      "theory",
      ({ row }) => `${bound(row.theoryKind)}${formatNumber(row.theoryValue)}${formatSlack(row.theorySlack)}`,
    ),
    right("ratio", ({ row }) => formatNumber(row.ratio)),
    right("z", ({ row }) => formatZ(row.z)),
    left("verdict", ({ verdict, unfinished }) => verdict ?? (unfinished ? chainsSoFar(unfinished) : "–")),
  ];
}

/** Names give way first, the widest of them before the others; then columns that the others imply. */
function fit(columns: readonly Column[], width: number): readonly Column[] {
  const widths = columns.map(columnWidth);
  const spare = (): number => width - widths.reduce((sum, each) => sum + each + gap, -gap);
  while (spare() < 0) {
    const names = columns.flatMap((column, i) => (column.right || column.head === "verdict" ? [] : [i]));
    const widest = names.reduce((a, b) => ((widths[b] ?? 0) > (widths[a] ?? 0) ? b : a), names[0] ?? 0);
    if ((widths[widest] ?? 0) <= narrowest) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const spared = expendable.find((name) => columns.some(({ head }) => head === name));
  if (spare() < 0 && spared !== undefined)
    return fit(
      columns.filter(({ head }) => head !== spared),
      width,
    );
  return columns.map(({ head, right, texts }, i) => ({
    head: shorten(head, widths[i] ?? 0),
    right,
    texts: texts.map((text) => shorten(text, widths[i] ?? 0)),
  }));
}

function columnWidth({ head, texts }: Column): number {
  return Math.max(...[head, ...texts].map(textWidth));
}

/** Cut in the middle: names of a grid often differ at their end. */
function shorten(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  return `${characters.slice(0, most - 1 - tail).join("")}…${characters.slice(characters.length - tail).join("")}`;
}

function pad(text: string, width: number, right: boolean): string {
  const spaces = " ".repeat(Math.max(0, width - textWidth(text)));
  return right ? spaces + text : text + spaces;
}

function textWidth(text: string): number {
  return [...text].length;
}

/** A name from a spec must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "\uFFFD");
}

function bound(kind: string | null): string {
  return kind === "lower" ? "≥ " : kind === "upper" ? "≤ " : "";
}

function paint(line: string, verdict: Comparison["verdict"], colour: boolean): string {
  if (!colour || verdict === null) return line;
  const at = line.lastIndexOf(verdict);
  if (at < 0) return line;
  const [code, reset] = [verdict === "agrees" ? "\u001b[32m" : "\u001b[31m", "\u001b[39m"];
  return `${line.slice(0, at)}${code}${verdict}${reset}`;
}
