import type { Figure } from "./figure.ts";
import type { Machine } from "./machine.ts";
import type { Spread } from "./spread.ts";

/** Everything one run of a bench has to say. */
export interface BenchRun {
  readonly bench: string;
  readonly quick: boolean;
  readonly repetitions: number;
  readonly machine: Machine;
  readonly figures: readonly Figure[];
}

const headings = [
  "workload",
  "ours",
  "(min-max)",
  "peer",
  "peer's",
  "(min-max)",
  "ratio",
  "(min-max)",
  "unit",
  "check",
];

/** Columns of text; the others hold numbers and stand to the right. */
const textual = new Set(["workload", "peer", "unit", "check"]);

/** Prints a run for a person: versions, an aligned table, then what each side computes. */
export function printTable({ bench, quick, repetitions, machine, figures }: BenchRun): void {
  const { node, v8, cpu, cores, system, load, pinnedTo, python, numpy } = machine;
  print(`${bench}${quick ? " (quick)" : ""}: medians of ${repetitions} alternating repetitions`);
  print(`Node ${node}, V8 ${v8}, Python ${python}, NumPy ${numpy}`);
  print(`${cpu}, ${cores} cores, ${system}, load ${load.toFixed(1)}, core ${pinnedTo ?? "not bound"}`);
  print("");
  const rows = figures.map((figure) => {
    const { spread } = figure;
    return [
      figure.name,
      short(figure.value),
      range(spread.value),
      figure.peer,
      short(figure.peerValue),
      range(spread.peerValue),
      short(figure.ratio),
      range(spread.ratio),
      figure.unit,
      figure.check,
    ];
  });
  const widths = headings.map((heading, i) =>
    Math.max(heading.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  for (const row of [headings, ...rows]) print(align(row, widths));
  print("");
  for (const note of new Set(figures.map(({ peer, detail }) => `${peer}: ${detail}`))) print(note);
}

function align(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((text, i) =>
      textual.has(headings[i] ?? "") ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0),
    )
    .join("  ")
    .trimEnd();
}

function range({ least, most }: Spread): string {
  return `(${short(least)}-${short(most)})`;
}

/** Three significant digits, with k and M. */
function short(value: number): string {
  const [unit, suffix] = value >= 1e6 ? [1e6, " M"] : value >= 1e4 ? [1e3, " k"] : [1, ""];
  return `${Number((value / unit).toPrecision(3))}${suffix}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
