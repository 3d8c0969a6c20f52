import type { CellCoordinates, MetricDifference, SweepDifference } from "./diff.ts";
import { formatCount, formatNumber, formatParameter } from "./format.ts";

/** Rows shown unless all are asked for. */
const most = 40;

/**
 * A comparison of sweeps as lines: what differs first, then the rest, then cells that one sweep alone has.
 *
 * @param names of the sweeps
 */
export function diffTable(found: SweepDifference, names: readonly [string, string], all: boolean): string[] {
  const { metrics, onlyIn, generation, confidence } = found;
  const ordered = [...metrics].sort((a, b) => rank(a) - rank(b));
  const shown = all ? ordered : ordered.slice(0, most);
  const axes = varying(metrics.map(({ cell }) => cell));
  const percent = `${Number((100 * confidence).toFixed(6))} %`;
  const head = [...axes, "metric", "first", "second", "difference", `${percent} interval`, "adjusted p", ""];
  const lines = shown.length === 0 ? [] : aligned([head, ...shown.map((one) => row(one, axes))]);
  if (shown.length < ordered.length)
    lines.push(`… and ${formatCount(ordered.length - shown.length)} more (--all)`);
  for (const [index, cells] of onlyIn.entries())
    for (const cell of cells) lines.push(`only in ${names[index]}: ${textOf(cell)}`);
  const { length: unfinished } = found.unfinished;
  if (unfinished > 0)
    lines.push(
      `${formatCount(unfinished)} ${unfinished === 1 ? "cell is" : "cells are"} not finished in both, and not compared.`,
    );
  const differing = metrics.filter(({ differs }) => differs).length;
  const identical = metrics.filter((one) => one.identical).length;
  lines.push(
    `Generation ${formatCount(generation)}: ${formatCount(metrics.length)} means compared, ${formatCount(differing)} differ, ${formatCount(identical)} of the same bits; ${formatCount(onlyIn[0].length)} and ${formatCount(onlyIn[1].length)} cells in one sweep alone.`,
  );
  return lines;
}

function rank({ differs, identical }: MetricDifference): number {
  return differs ? 0 : identical ? 2 : 1;
}

function row(one: MetricDifference, axes: readonly string[]): string[] {
  const { difference, identical, adjusted, mean, metric } = one;
  const interval = difference ? `${formatNumber(difference.low)} … ${formatNumber(difference.high)}` : "–";
  const verdict = one.differs ? "differs" : identical ? "same bits" : "";
  const where = facts(one.cell);
  return [
    ...axes.map((axis) => where.get(axis) ?? "–"),
    metric,
    formatNumber(mean[0]),
    formatNumber(mean[1]),
    formatNumber(identical ? 0 : (difference?.difference ?? null)),
    interval,
    formatNumber(adjusted, 2),
    verdict,
  ];
}

function facts({ family, regime, parameters, regimeParameters }: CellCoordinates): Map<string, string> {
  const values = Object.entries({ ...parameters, ...regimeParameters });
  return new Map([
    ["family", family],
    ["regime", regime],
    ...values.map(([name, value]) => [name, formatParameter(value)] as const),
  ]);
}

/** What tells the cells apart; their regimes where nothing does. */
function varying(cells: readonly CellCoordinates[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const cell of cells)
    for (const [name, text] of facts(cell)) values.set(name, (values.get(name) ?? new Set()).add(text));
  const names = [...values].filter(([, texts]) => texts.size > 1).map(([name]) => name);
  return names.length > 0 ? names : ["regime"];
}

function textOf(cell: CellCoordinates): string {
  return [...facts(cell)].map(([name, value]) => `${name} ${value}`).join(", ");
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((texts) => texts[column]?.length ?? 0))) ?? [];
  return rows.map((texts) =>
    texts
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
