import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConflictError, ParameterError } from "../../../src/core/errors.ts";
import { publishDataset } from "../../../src/storage/dataset/publish.ts";
import { queryDataset, streamQuery } from "../../../src/storage/dataset/query.ts";
import { fileStore } from "../../../src/storage/file.ts";
import type { Store } from "../../../src/storage/store.ts";
import { memoryStore } from "../../support/memory-store.ts";
import { advanceSample, metrics, samplePlan } from "../samples.ts";

const plan = samplePlan();
let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-query-"));
  store = fileStore(join(folder, "it's a store"));
  await advanceSample(store, plan, 0, [8]);
  await publishDataset(store, plan, { metricsOf: () => metrics });
  await writeFile(join(folder, "secret.csv"), "a\n1\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ask = (sql: string) => queryDataset(store, plan.sweepId, sql, { scratch: folder });

describe("a question to the dataset", () => {
  it("is answered in JavaScript's values", async () => {
    const { columns, rows } = await ask(
      "SELECT count(*) AS n, 9007199254740993 AS big, [1, NULL] AS list, {'a': 1::BIGINT} AS s, DATE '2026-01-02' AS d, -0.0::DOUBLE AS z FROM generations",
    );
    expect(columns.map(({ name }) => name)).toEqual(["n", "big", "list", "s", "d", "z"]);
    expect(rows).toEqual([[16, 9007199254740993n, [1, null], { a: 1 }, "2026-01-02", -0]]);
  });

  it("has a name for every column, also where the question gives one to two", async () => {
    const { columns } = await ask("SELECT 1 AS a, 2 AS a, 3 AS a_1, 4 AS b, 5 AS a");
    expect(columns.map(({ name }) => name)).toEqual(["a", "a_2", "a_1", "b", "a_3"]);
  });

  it("finds all tables where it names none, wherever they are kept", async () => {
    const elsewhere = memoryStore();
    for (const { key } of await store.list(`${plan.sweepId}/`))
      await elsewhere.write(key, (await store.read(key)) ?? new Uint8Array());
    for (const kept of [store, elsewhere]) {
      const { rows } = await queryDataset(kept, plan.sweepId, "SHOW TABLES", { scratch: folder });
      expect(rows).toEqual([["cells"], ["chains"], ["failures"], ["generations"]]);
    }
  });

  it("keeps points in time to the microsecond, and everything else to the last bit", async () => {
    const { rows } =
      await ask(`SELECT TIMESTAMP '2026-01-02 03:04:05.678901', TIMESTAMPTZ '1969-12-31 23:59:59.999999+00',
      'infinity'::TIMESTAMP, 'nan'::DOUBLE, '-inf'::DOUBLE, MAP {'a': 1}, 1.5::DECIMAL(4, 2), '\\x01\\xFF'::BLOB,
      (-170141183460469231731687303715884105728)::HUGEINT, [TIMESTAMP '2026-01-02 00:00:00'], UUID '00000000-0000-0000-0000-000000000001'`);
    expect(rows[0]).toEqual([
      ...["2026-01-02T03:04:05.678901", "1969-12-31T23:59:59.999999Z", "infinity"],
      ...[Number.NaN, Number.NEGATIVE_INFINITY, [{ key: "a", value: 1 }], 1.5, "01ff"],
      ...[-(2n ** 127n), ["2026-01-02T00:00:00.000000"], "00000000-0000-0000-0000-000000000001"],
    ]);
  });

  it.each([
    ["COPY generations TO 'out.parquet'"],
    ["CREATE TABLE t AS SELECT 1"],
    ["DROP VIEW generations"],
    ["SET enable_external_access = true"],
    ["ATTACH 'x.db'"],
    ["INSTALL httpfs"],
    ["SELECT 1; SELECT 2"],
    ["SELEC 1"],
    ["SELECT nothing FROM generations"],
    [""],
  ])("is refused when it is no SELECT that runs: %s", async (sql) => {
    await expect(ask(sql)).rejects.toThrow(ParameterError);
  });

  it("reaches no other file, neither to read nor by name of one of its own to write", async () => {
    for (const path of [join(folder, "secret.csv"), "/etc/passwd"]) {
      await expect(ask(`SELECT * FROM read_csv('${path}')`)).rejects.toThrow(/disabled by configuration/);
      await expect(ask(`SELECT * FROM read_text('${path}')`)).rejects.toThrow(ParameterError);
    }
    await expect(ask(`SELECT * FROM glob('${folder}/*')`)).rejects.toThrow(ParameterError);
    const [key] = (await store.list(`${plan.sweepId}/dataset/chains/`)).map((entry) => entry.key);
    const before = await readFile(store.locate(key ?? ""));
    await expect(
      ask(`COPY (SELECT 1) TO '${store.locate(key ?? "").replaceAll("'", "''")}'`),
    ).rejects.toThrow(ParameterError);
    expect(await readFile(store.locate(key ?? ""))).toEqual(before);
  });

  it("comes row by row, may be left early, and leaves no scratch behind", async () => {
    const stream = await streamQuery(store, plan.sweepId, "SELECT range FROM range(1000000)", {
      scratch: folder,
    });
    let seen = 0;
    for await (const [value] of stream.rows) {
      expect(value).toBe(seen++);
      if (seen === 5000) break;
    }
    await stream.close();
    expect((await readdir(folder)).filter((name) => name.startsWith("ouro-duckdb-"))).toEqual([]);
  });

  it("says that there is no dataset yet", async () => {
    await expect(queryDataset(store, "none-0000000000", "SELECT 1")).rejects.toThrow(ConflictError);
  });

  it("is interrupted by a signal", async () => {
    const signal = AbortSignal.timeout(200);
    const slow =
      "SELECT count(*) FROM range(1000000000) a, range(1000000) b WHERE a.range % 7 = b.range % 11";
    await expect(queryDataset(store, plan.sweepId, slow, { signal })).rejects.toThrow(/timeout/);
  });
});
