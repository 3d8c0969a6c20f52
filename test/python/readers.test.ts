import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportDataset } from "../../src/export/export.ts";
import { queryDataset } from "../../src/storage/dataset/query.ts";
import { fileStore } from "../../src/storage/file.ts";
import { publish, sweepId } from "../export/published.ts";
import { pythonWith } from "../support/python.ts";

const page = readFileSync(fileURLToPath(new URL("../../docs/readers.md", import.meta.url)), "utf8");
const snippets = Array.from(
  page.matchAll(/^## (.+)\n(?:(?!^## )[^])*?^```python\n([^]*?)^```/gm),
  ([, title = "", code = ""]) => ({
    title,
    code,
    packages: Array.from(code.matchAll(/^(?:import|from) (\w+)/gm), ([, name = ""]) => name),
  }),
);

/** Prints `means`, whatever it is, as JSON by regime and generation. */
const printed = `
import json
if hasattr(means, "df"): means = means.df()
elif hasattr(means, "toPandas"): means = means.toPandas()
elif hasattr(means, "to_pandas"): means = means.to_pandas()
means = means.sort_values(["regime", "generation"])
print("RESULT" + json.dumps([[r, int(g), float(e)] for r, g, e in zip(means["regime"], means["generation"], means[VALUE])]))
`;

const rows = (family: string, regime: string, from: number): string =>
  `SELECT '${sweepId}' AS sweep_id, 'c' AS cell_id, '${family}' AS family, '${regime}' AS regime, r::BIGINT AS replicate,
    g::BIGINT AS generation, CASE WHEN r % 7 = 3 THEN NULL ELSE sqrt(r + g) END AS test_error,
    CASE WHEN r % 7 = 3 THEN 'singular' WHEN r % 5 = 4 THEN 'underflow' ELSE 'ok' END AS status
    FROM range(${from}, ${from + 30}) a(r), range(1, 9) b(g)`;
const cells = `SELECT '${sweepId}' AS sweep_id, 'c' AS cell_id, 'replace' AS regime, 'test_error' AS metric, g::BIGINT AS generation,
  0::BIGINT AS prediction, g::DOUBLE AS mean, CASE WHEN g > 3 THEN g + 1.0 END AS theory_value, g * 1.0 - 5 AS z, 'agrees' AS verdict
  FROM range(1, 6) b(g)`;

const inR = Array.from(page.matchAll(/^```r\n([^]*?)^```/gm), ([, code = ""]) => code);
const rscript = ((): string | undefined => {
  try {
    execFileSync("Rscript", ["--version"], { stdio: "ignore" });
    return "Rscript";
  } catch {
    return undefined;
  }
})();
if (rscript === undefined) console.warn("R is not installed: its example is NOT run. Debian: r-base-core.");

let folder: string;
let expected: unknown;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-readers-"));
  const store = fileStore(join(folder, "store"));
  await publish(store, 1, [rows("linear", "replace", 0), rows("linear", "accumulate", 3)], {
    cells: [cells],
  });
  await exportDataset(store, sweepId, { kind: "parquet-dir", path: join(folder, "out") });
  await exportDataset(store, sweepId, { kind: "csv", path: join(folder, "out-csv") });
  const sql =
    "SELECT regime, generation, avg(test_error) FROM generations WHERE status = 'ok' GROUP BY ALL ORDER BY ALL";
  expected = (await queryDataset(store, sweepId, sql)).rows;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.skipIf(rscript === undefined)("the example in R without packages gives what the dataset holds", () => {
  expect(inR).toHaveLength(1);
  const told = 'cat(sprintf("%s %d %.17g\\n", means$regime, means$generation, means$test_error), sep = "")';
  const output = execFileSync(rscript ?? "", ["-e", `${inR[0]}\n${told}`], {
    cwd: folder,
    encoding: "utf8",
  });
  const found = output.trim().split("\n").sort();
  const wanted = (expected as [string, number, number][]).map((row) => row.join(" ")).sort();
  expect(found.map((line) => line.split(" ").slice(0, 2))).toEqual(
    wanted.map((line) => line.split(" ").slice(0, 2)),
  );
  for (const [index, line] of found.entries())
    expect(Number(line.split(" ")[2]) / Number(wanted[index]!.split(" ")[2])).toBeCloseTo(1, 13);
});

it("finds the examples of the page", () => {
  expect(snippets.map(({ title }) => title)).toEqual([
    "pandas",
    "polars",
    "DuckDB",
    "pyarrow",
    "Without a copy",
    "PySpark",
    "What theory says",
  ]);
});

describe.each(snippets)("the example of $title", ({ title, code, packages }) => {
  const python = pythonWith("pandas", ...packages);
  if (python === undefined)
    console.warn(`${packages.join(", ")} not installed for OURO_PYTHON or python3: the example is NOT run.`);

  it.skipIf(python === undefined)(
    "gives what the dataset holds",
    () => {
      const aboutTheory = title === "What theory says";
      const inPlace = `file://${join(folder, "store", sweepId, "dataset")}`;
      const script =
        code.replace("s3://bucket/sweeps/ID/dataset", inPlace) +
        printed.replace("VALUE", aboutTheory ? '"theory_value"' : '"test_error"');
      const output = execFileSync(python ?? "", ["-c", script], {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
      const found = JSON.parse(/^RESULT(.*)$/m.exec(output)?.[1] ?? "null") as [string, number, number][];
      if (aboutTheory) {
        expect(found).toEqual([
          ["replace", 4, 5],
          ["replace", 5, 6],
        ]);
        return;
      }
      const wanted = expected as [string, number, number][];
      expect(found.map((row) => row.slice(0, 2))).toEqual(wanted.map((row) => row.slice(0, 2)));
      // Readers add in orders of their own: 30 terms, each rounded once.
      for (const [index, [, , mean]] of wanted.entries()) expect(found[index]![2] / mean).toBeCloseTo(1, 13);
    },
    600_000,
  ); // Spark starts a JVM
});

const asItIs = [
  ["pandas", "import pandas as pd; print(len(pd.read_parquet('out/generations')))"],
  ["pyarrow", "import pyarrow.parquet as pq; print(pq.read_table('out/generations').num_rows)"],
  [
    "pyarrow",
    "import pyarrow.dataset as d; print(d.dataset('out/generations', partitioning='hive').count_rows())",
  ],
  ["polars", "import polars as pl; print(pl.read_parquet('out/generations/').height)"],
  ["duckdb", "import duckdb; print(len(duckdb.read_parquet('out/generations/**/*.parquet').fetchall()))"],
] as const;

describe.each(asItIs)("%s, told nothing of partitions", (module, code) => {
  const python = pythonWith(module);

  it.skipIf(python === undefined)(`opens them: ${code.slice(code.indexOf("; ") + 2)}`, () => {
    const output = execFileSync(python ?? "", ["-c", code], { cwd: folder, encoding: "utf8" });
    expect(Number(output)).toBe(2 * 30 * 8);
  });
});
