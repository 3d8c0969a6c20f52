import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { computePool } from "../../activities/compute/pool.ts";
import { exportDataset } from "../../src/export/export.ts";
import { openStore } from "../../src/storage/open.ts";
import { pythonWith } from "../support/python.ts";
import { runHere } from "../support/sweep-here.ts";

const example = fileURLToPath(new URL("../../docs/warehouses/dbt", import.meta.url));
/** File and schema of the export that its README asks for. */
const [, file = "", schema = ""] =
  /^ouro export ID --to duckdb:(\S+) --schema (\S+)$/m.exec(
    readFileSync(join(example, "README.md"), "utf8"),
  ) ?? [];
const python = pythonWith("dbt.adapters.duckdb");
if (python === undefined)
  console.warn("dbt-duckdb is not installed for OURO_PYTHON or python3: the dbt example is NOT run.");

const spec = `
name: staged
seed: 11
family: linear-regression
parameters: { samples: { grid: [32, 100] }, dimension: 10, noise: 1, design: fixed }
regime: { grid: [replace, accumulate] }
generations: 12
replicates: 25
report: { metrics: [test_error] }
`;

describe.skipIf(python === undefined)(
  "the dbt example, on a dataset of the sweep that the pages speak of",
  () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "ouro-dbt-"));
      await cp(example, join(folder, "dbt"), { recursive: true });
      const pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
      const url = pathToFileURL(join(folder, "store")).href;
      const { plan } = await runHere(url, spec, pool);
      await pool.close();
      const target = { kind: "duckdb", path: join(folder, "dbt", file) } as const;
      await exportDataset(openStore(url), plan.sweepId, target, { schema });
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    /** What became of each node of `dbt build`, by its name. */
    async function built(): Promise<Map<string, string>> {
      const project = join(folder, "dbt");
      const args = ["build", "--profiles-dir", "."];
      const { OURO_DUCKDB: _, ...rest } = process.env;
      const env = { ...rest, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" };
      try {
        execFileSync(join(dirname(python ?? ""), "dbt"), args, { cwd: project, env, stdio: "pipe" });
      } catch (error) {
        if ((error as { status?: number }).status !== 1) throw error; // 1: a test or model failed
      }
      const text = await readFile(join(project, "target", "run_results.json"), "utf8");
      const { results } = JSON.parse(text) as { results: { unique_id: string; status: string }[] };
      return new Map(results.map(({ unique_id, status }) => [unique_id, status]));
    }

    async function ask(sql: string): Promise<unknown[][]> {
      const instance = await DuckDBInstance.create(join(folder, "dbt", file));
      const connection = await instance.connect();
      const rows = (await connection.runAndReadAll(sql)).getRowsJS() as unknown[][];
      connection.closeSync();
      instance.closeSync();
      return rows;
    }

    it("builds its models, and all of its tests pass", async () => {
      const results = await built();
      const of = (kind: string) => [...results].filter(([id]) => id.startsWith(`${kind}.`));
      expect(of("model")).toHaveLength(2);
      expect(of("test").length).toBeGreaterThan(40);
      expect([...results].filter(([, status]) => !["success", "pass"].includes(status))).toEqual([]);
      expect(await ask("SELECT count(*)::INTEGER FROM stg_ouroboros__generations")).toEqual([[4 * 25 * 12]]);
      expect(
        await ask("SELECT DISTINCT verdict FROM stg_ouroboros__cells WHERE NOT differs_from_theory"),
      ).toEqual([["agrees"]]);
    });

    it("finds a row that is there twice", async () => {
      await ask("INSERT INTO ouroboros.generations SELECT * FROM ouroboros.generations LIMIT 1");
      const failed = [...(await built())].filter(([, status]) => status === "fail").map(([id]) => id);
      expect(failed).toHaveLength(1);
      expect(failed[0]).toContain("unique_together_stg_ouroboros__generations");
    });
  },
);
