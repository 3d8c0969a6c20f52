import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import { readReportData } from "../../src/report/read.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { openStore } from "../../src/storage/open.ts";
import { reviseSweep } from "../../src/storage/registration.ts";
import { runHere } from "../support/sweep-here.ts";

const spec = `name: read
family: gaussian
parameters: { samples: 5 }
regime: replace
generations: 4
replicates: 6
`;

let folder: string;
let pool: ComputePool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-read-"));
  pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
});
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

const run = async (name: string, of: string = spec): Promise<Plan> =>
  (await runHere(pathToFileURL(join(folder, name)).href, of, pool)).plan;

it("keeps what was read last, and reads again for another store, plan or dataset", async () => {
  const [one, two] = [openStore(join(folder, "one")), openStore(join(folder, "two"))];
  const plan = await run("one");
  await run("two");
  const first = await readReportData(one, plan);
  expect(await readReportData(one, plan)).toBe(first);

  const other = await readReportData(two, plan);
  expect(other.sweep.store).toBe(two.url);
  expect(other.rows).toEqual(first.rows);

  const titled = await reviseSweep(one, plan, { ...plan, report: { ...plan.report, title: "Anew" } }, spec);
  expect((await readReportData(one, titled)).sweep.title).toBe("Anew");
}, 120_000);
