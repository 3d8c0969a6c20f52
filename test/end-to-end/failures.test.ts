import { copyFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Cell } from "../../src/core/cell.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { openStore } from "../../src/storage/open.ts";
import { registerSweep } from "../../src/storage/registration.ts";
import { Bench } from "../support/ouro.ts";

const text = `
name: five-kinds
seed: 8
family: gaussian
parameters: { samples: 20, sd: { range: [1, 50, 1] } }
regime: replace
generations: 10
replicates: 200
`;

type Change = (cell: Cell) => Cell;
const withParameters =
  (parameters: Cell["parameters"]): Change =>
  (cell) => ({ ...cell, parameters: { ...cell.parameters, ...parameters } });

/** What a defect of each kind leads to, and the cells that have it. */
const kinds: readonly (readonly [reason: RegExp, cells: readonly number[], change: Change])[] = [
  [/^PoisonChain: RuntimeError: /, [0, 1, 2, 3, 4], withParameters({ dimension: 0 })],
  [
    /^NumericalError: .*: squared_error_mean is not a number/,
    [11, 22, 33, 44],
    withParameters({ sd: "wide" }),
  ],
  [/^PoisonChain: RangeError: /, [7, 17, 27], withParameters({ dimension: 1e9 })],
  [
    /^PoisonChain: .*took longer than 0.5 s/,
    [8],
    (cell) => ({ ...withParameters({ samples: 500_000 })(cell), regime: "accumulate-subsample" }),
  ],
  [/^ParameterError: regime must be/, [9, 19], (cell) => ({ ...cell, regime: "forgotten" })],
];

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.make();
});
afterAll(() => bench?.close());

/** Every file below a folder of a sweep, with the time that it was written at. */
async function written(...folder: string[]): Promise<Map<string, number>> {
  const path = join(bench.store(), ...folder);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [file, (await stat(file)).mtimeMs] as const)));
}

interface Group {
  readonly type: string;
  readonly message: string;
  readonly chains: number;
  readonly cells: readonly string[];
}

it("groups 5 kinds of failure in 10,000 chains, and tries exactly those again with one command", async () => {
  const file = await bench.spec("sweep.yaml", text);
  const plan = planOf(parseSpec(text, "sweep.yaml"));
  const id = plan.sweepId;
  // A plan as a version of the package might have made it that has these defects.
  const cells = plan.cells.map((cell, index) => {
    const kind = kinds.find(([, hit]) => hit.includes(index));
    return kind ? kind[2](cell) : cell;
  });
  await registerSweep(openStore(pathToFileURL(bench.store()).href), { ...plan, cells }, text);
  const store = ["--store", bench.store()];
  const run = await bench.run(["run", file, ...store, "--generation-timeout", "0.5", "--json"]);
  expect(run.code).toBe(3);
  expect(JSON.parse(run.stdout)).toMatchObject({ chains: 10_000, failed: 3000 });

  const failures = await bench.run(["failures", id, ...store, "--json"]);
  const groups = JSON.parse(failures.stdout) as Group[];
  expect(groups).toHaveLength(kinds.length);
  for (const [reason, hit] of kinds) {
    const group = groups.find(({ type, message }) => reason.test(`${type}: ${message}`));
    expect(group?.chains).toBe(200 * hit.length);
    expect(group?.cells).toEqual(hit.map((cell) => plan.cells[cell]?.id));
  }

  // The defects are mended: the plan is what it is without them.
  await registerSweep(openStore(pathToFileURL(bench.store("other")).href), plan, text);
  await copyFile(join(bench.store("other"), id, "plan.json"), join(bench.store(), id, "plan.json"));
  const before = await written(id, "parts");
  const retried = await bench.run(["retry", id, ...store]);
  expect(retried.stderr).toContain("3,000 chains are tried again");
  expect(retried.code).toBe(0);
  const after = await written(id, "parts");
  for (const [name, time] of before) expect(after.get(name)).toBe(time);
  const made = [...after.keys()].filter((name) => !before.has(name));
  const failed = kinds.flatMap(([, hit]) => hit.map((cell) => plan.cells[cell]?.id ?? ""));
  expect(made).toHaveLength(failed.length);
  for (const cell of failed) expect(made.some((name) => name.includes(cell))).toBe(true);

  expect((await bench.run(["failures", id, ...store])).stdout).toContain("No chain");
  expect((await bench.run(["run", file, "--store", bench.store("other")])).code).toBe(0);
  expect(await bench.digest(id)).toBe(await bench.digest(id, bench.store("other")));
}, 300_000);
