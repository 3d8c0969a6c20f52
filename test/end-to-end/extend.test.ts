import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { openStore } from "../../src/storage/open.ts";
import { registerSweep } from "../../src/storage/registration.ts";
import { pathToFileURL } from "node:url";
import { Bench } from "../support/ouro.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.make();
});
afterAll(() => bench?.close());

const spec = (samples: string, more: { generations?: number; replicates?: number } = {}): string => `
name: grown
seed: 3
family: gaussian
parameters: { samples: { grid: ${samples} } }
regime: { grid: [accumulate-subsample, replace] }
generations: ${more.generations ?? 300}
replicates: ${more.replicates ?? 64}
`;

interface Status {
  readonly state: string;
  readonly chains: number;
}

/** Every part of a sweep with the time that it was written at. */
async function parts(id: string): Promise<Map<string, number>> {
  const folder = join(bench.store(), id, "parts");
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith(".parquet"));
  return new Map(
    await Promise.all(files.map(async (name) => [name, (await stat(join(folder, name))).mtimeMs] as const)),
  );
}

describe("a sweep that grows", () => {
  it("takes new cells, replicates and generations in while it runs, and ends as if it had them from the start", async () => {
    const [narrow, wide] = [
      await bench.spec("narrow.yaml", spec("[300, 500]")),
      await bench.spec("wide.yaml", spec("[300, 400, 500]", { generations: 350, replicates: 80 })),
    ];
    const id = await bench.sweepId(narrow);
    const store = ["--store", bench.store()];
    const { finished } = bench.start(["run", narrow, ...store, "--budget", "0.1"]);
    for (;;) {
      const { stdout, code } = await bench.run(["status", id, ...store, "--json"]);
      if (code === 0 && (JSON.parse(stdout) as Status).state === "running") break;
      await sleep(200);
    }
    const extended = await bench.run(["extend", id, wide, ...store, "--detach"]);
    expect(extended.stderr).toContain("2 cells added, 0 removed, 4 unchanged");
    expect(extended.code).toBe(0);
    expect((await finished).code).toBe(0);
    const other = bench.store("other");
    expect((await bench.run(["run", wide, "--store", other])).code).toBe(0);
    expect(await bench.digest(id)).toBe(await bench.digest(await bench.sweepId(wide), other));
  }, 300_000);

  it("computes nothing again that it has, by its own id or by another spec in the same store", async () => {
    const id = await bench.sweepId(await bench.spec("narrow.yaml", spec("[300, 500]")));
    const before = await parts(id);
    const wider = await bench.spec(
      "wider.yaml",
      spec("[300, 400, 500, 20]", { generations: 350, replicates: 80 }),
    );
    const dry = await bench.run(["extend", id, wider, "--store", bench.store(), "--dry-run", "--json"]);
    expect(JSON.parse(dry.stdout)).toMatchObject({ unchanged: 6, newChainGenerations: 2 * 80 * 350 });
    expect(await parts(id)).toEqual(before);
    expect((await bench.run(["extend", id, wider, "--store", bench.store()])).code).toBe(0);
    const after = await parts(id);
    for (const [name, written] of before) expect(after.get(name)).toBe(written);
    expect(new Set([...after.keys()].map((name) => name.split("/")[1])).size).toBe(8);

    const again = await bench.run(["run", wider, "--store", bench.store(), "--json"]);
    expect(again.code).toBe(0);
    expect(await bench.digest(await bench.sweepId(wider))).toBe(await bench.digest(id));
  }, 300_000);
});

it("gives failed chains up with a reason, tries them again when asked, and leaves them out when asked", async () => {
  const text = spec("[10, 20, 30]", { generations: 20, replicates: 4 }).replace("grown", "failing");
  const file = await bench.spec("failing.yaml", text);
  const plan = planOf(parseSpec(text, "failing.yaml"));
  // A cell that no family would take, as a plan of another version might have it.
  const cells = plan.cells.map((cell, index) =>
    index % 3 === 0 ? { ...cell, parameters: { ...cell.parameters, sd: "wide" } } : cell,
  );
  await registerSweep(openStore(pathToFileURL(bench.store()).href), { ...plan, cells }, text);
  const store = ["--store", bench.store()];
  const run = await bench.run(["run", file, ...store, "--json"]);
  expect(run.code).toBe(3);
  expect(JSON.parse(run.stdout)).toMatchObject({ chains: 24, failed: 8 });
  expect((await bench.run(["run", file, ...store])).stderr).toContain("nothing to run");

  const { stdout } = await bench.run(["failures", plan.sweepId, ...store, "--json"]);
  const [group, ...rest] = JSON.parse(stdout) as { group: string; chains: number; type: string }[];
  expect(rest).toEqual([]);
  expect(group).toMatchObject({ chains: 8, type: "NumericalError" });

  const retried = await bench.run(["retry", plan.sweepId, "--group", group?.group ?? "", ...store]);
  expect(retried.stderr).toContain("8 chains are tried again");
  expect(retried.code).toBe(3);
  expect((await bench.run(["retry", plan.sweepId, "--group", "0", ...store])).code).toBe(2);

  const excluded = await bench.run(["exclude", plan.sweepId, "--group", group?.group ?? "", ...store]);
  expect(excluded.code).toBe(0);
  const left = await bench.run([
    "query",
    plan.sweepId,
    "SELECT count(*) AS n FROM chains",
    ...store,
    "--json",
  ]);
  expect(JSON.parse(left.stdout)).toEqual([{ n: 16 }]);
}, 300_000);
