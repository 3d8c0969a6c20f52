import { parseArgs } from "node:util";
import * as all from "./all.ts";
import type { Bench } from "./bench.ts";
import type { Figure } from "./figure.ts";
import { describeMachine } from "./machine.ts";
import { printTable } from "./table.ts";

const benches: Readonly<Record<string, Bench>> = all;

const usage = `npm run bench -- BENCH [--json] [--quick] [--repetitions N] [--rows N] [--only TEXT]

${Object.entries(benches)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join("\n")}

  --json           print one JSON document
  --quick          shorter measurements, for a look
  --repetitions N  alternating repetitions, 5 unless given, 2 with --quick
  --rows N         rows of the table in the parquet bench
  --only TEXT      workloads whose name contains TEXT`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    repetitions: { type: "string" },
    rows: { type: "string" },
    only: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});

const [name = ""] = positionals;
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
const repetitions = Number(values.repetitions ?? (values.quick ? 2 : 5));
const rows = values.rows === undefined ? {} : { rows: Number(values.rows) };

if (
  values.help ||
  !bench ||
  positionals.length !== 1 ||
  !(Number.isInteger(repetitions) && repetitions >= 1)
) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const figures: Figure[] = [];
  const { quick, only } = values;
  for await (const done of bench.run({ quick, repetitions, ...rows, only, note })) figures.push(done);
  const machine = await describeMachine(note);
  const run = { bench: name, quick: values.quick, repetitions, machine, figures };
  if (values.json) process.stdout.write(`${JSON.stringify(run, null, 2)}\n`);
  else printTable(run);
}
