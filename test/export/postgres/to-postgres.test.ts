import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ConflictError, ProvisionError } from "../../../src/core/errors.ts";
import { exportDataset } from "../../../src/export/export.ts";
import type { ExportOptions, ExportResult } from "../../../src/export/options.ts";
import { tableNames } from "../../../src/storage/dataset/manifest.ts";
import { fileStore } from "../../../src/storage/file.ts";
import type { Store } from "../../../src/storage/store.ts";
import { PostgresServer, postgresPrograms } from "../../support/postgres.ts";
import { freePort } from "../../support/temporal-server.ts";
import { generationRows, otherTables, publish, sweepId } from "../published.ts";
import { doublesOf, rowsOf } from "../rows.ts";

const main = fileURLToPath(new URL("../../../dist/src/cli/main.js", import.meta.url));
const programs = postgresPrograms();
if (programs === undefined)
  console.warn(
    "PostgreSQL (initdb, postgres) is not installed: the export into it is NOT tested. Debian: postgresql.",
  );

describe.skipIf(programs === undefined)("an export to PostgreSQL", () => {
  let folder: string;
  let store: Store;
  let server: PostgresServer;
  let client: Client;
  let schemas = 0;
  let schema: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ouro-export-"));
    store = fileStore(join(folder, "store"));
    server = await PostgresServer.start(programs ?? "");
    client = await server.client();
  });
  afterAll(async () => {
    await client?.end();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    schema = `Schema ${++schemas}`;
  });

  const exported = (options: ExportOptions = {}): Promise<ExportResult> =>
    exportDataset(store, sweepId, { kind: "postgres", url: server.url() }, { schema, ...options });

  async function held(table = "generations"): Promise<Record<string, unknown>[]> {
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT * FROM "${schema}".${table} ORDER BY cell_id${table === "generations" ? ", replicate, generation" : ""}`,
    );
    return rows.map(({ ouro_file: _file, ...row }) => row);
  }

  it("holds every row and every bit of it, with the right types", async () => {
    await publish(store, 1, [generationRows(0, 3), generationRows(3, 7)], {
      failures: [otherTables.failures[0]!.replace("LIMIT 0", "")],
    });
    const result = await exported();
    expect(result.tables.generations).toEqual({ rows: 70, written: 70, removed: 0 });
    const { rows: types } = await client.query<{ column_name: string; data_type: string }>(
      "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = $1 AND table_name = 'generations' ORDER BY ordinal_position",
      [schema],
    );
    expect(types.map(({ column_name, data_type }) => `${column_name} ${data_type}`)).toMatchInlineSnapshot(`
      [
        "sweep_id text",
        "cell_id text",
        "chain_id text",
        "family text",
        "regime text",
        "samples double precision",
        "name text",
        "replicate bigint",
        "generation bigint",
        "training_size bigint",
        "real_share double precision",
        "loss double precision",
        "status text",
        "ouro_file bigint",
      ]
    `);
    const expected = await rowsOf(store, sweepId, "generations");
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT *, encode(float8send(loss), 'hex') AS bits FROM "${schema}".generations ORDER BY replicate, generation`,
    );
    expect(rows).toHaveLength(70);
    expect(rows.map(({ bits }) => bits)).toEqual(doublesOf(expected, "loss"));
    for (const hard of ["8000000000000000", "0000000000000001", "7ff8000000000000", "fff0000000000000", null])
      expect(rows.some(({ bits }) => bits === hard)).toBe(true);
    for (const [index, row] of rows.entries()) {
      const { name, ...whole } = expected[index]!;
      for (const key of ["replicate", "generation", "training_size"])
        expect(row[key]).toBe(String(whole[key]));
      expect(row["name"]).toBe(name);
    }
    expect(await held("failures")).toMatchObject([{ message: "a␀b" }]);
    const { rows: ledger } = await client.query(`SELECT whole, snapshot FROM "${schema}".ouro_exports`);
    expect(ledger).toEqual([{ whole: true, snapshot: "1" }]);
  });

  it("writes nothing when all is there, and only the files that changed when the sweep grew", async () => {
    await publish(store, 1, [generationRows(0, 3), generationRows(3, 5)]);
    await exported();
    const again = await exported();
    expect(tableNames.map((table) => again.tables[table].written)).toEqual([0, 0, 0, 0]);
    await publish(store, 2, [generationRows(0, 3), generationRows(3, 6)]);
    expect((await exported()).tables.generations).toEqual({ rows: 60, written: 30, removed: 0 });
    expect(await held()).toHaveLength(60);
  });

  it("removes rows that are gone, keeps those of other sweeps, and finds its way back to an older snapshot", async () => {
    await publish(store, 1, [generationRows(0, 2), generationRows(2, 5)]);
    await exported();
    await client.query(
      `INSERT INTO "${schema}".generations (sweep_id, cell_id, replicate, generation, ouro_file) VALUES ('other', 'c', 0, 1, 0)`,
    );
    await publish(store, 2, [generationRows(1, 4)]);
    expect((await exported()).tables.generations).toEqual({ rows: 30, written: 30, removed: 20 });
    expect(new Set((await held()).map(({ replicate, sweep_id }) => [sweep_id, replicate].join(" ")))).toEqual(
      new Set(["other 0", `${sweepId} 1`, `${sweepId} 2`, `${sweepId} 3`]),
    );
    await publish(store, 1, [generationRows(0, 2), generationRows(2, 5)]);
    expect((await exported()).tables.generations).toEqual({ rows: 50, written: 50, removed: 0 });
    expect(await held()).toHaveLength(51);
  });

  it("adds columns that a later version brings", async () => {
    await publish(store, 1, [generationRows(0, 2)]);
    await exported();
    await publish(store, 2, [generationRows(0, 2), generationRows(2, 3, ", 7::DOUBLE AS risk")]);
    await exported();
    expect((await held()).map(({ risk }) => risk)).toEqual([...Array(20).fill(null), ...Array(10).fill(7)]);
  });

  it("says what tables and columns mean, also of columns that come later", async () => {
    await publish(store, 1, [generationRows(0, 2)]);
    await exported();
    const chains = otherTables.chains.map((row) => `${row}, 2::BIGINT AS attempts, 'x' AS stranger`);
    await publish(store, 2, [generationRows(0, 2)], { chains });
    await exported();
    const { rows } = await client.query(
      `SELECT a.attname AS name, col_description(a.attrelid, a.attnum) AS comment, obj_description(a.attrelid) AS "table"
       FROM pg_attribute a WHERE a.attrelid = '"${schema}".chains'::regclass
       AND a.attname IN ('replicate', 'attempts', 'stranger') ORDER BY 1`,
    );
    const table = "a row per chain that the plan asks for, begun or not";
    expect(rows).toEqual([
      { name: "attempts", comment: "1, and one more for each time a segment had to be tried again", table },
      { name: "replicate", comment: "number of the chain in its cell, from 0", table },
      { name: "stranger", comment: null, table },
    ]);
  });

  it("loads again what somebody else removed", async () => {
    await publish(store, 1, [generationRows(0, 2), generationRows(2, 4)]);
    await exported();
    await client.query(`DELETE FROM "${schema}".generations WHERE replicate = 3 AND generation = 4`);
    expect((await exported()).tables.generations).toMatchObject({ rows: 40, written: 20 });
    expect(await held()).toHaveLength(40);
  });

  it("ends with exactly the rows, once, after it was killed in the middle", async () => {
    const before = ", 7::DOUBLE AS risk";
    await publish(
      store,
      1,
      [0, 2, 4].map((from) => generationRows(from, from + 2, before)),
    );
    await exported();
    await client.query(`UPDATE "${schema}".generations SET family = 'old'`);
    await publish(
      store,
      2,
      [0, 2, 4, 6].map((from) => generationRows(from, from + 2, ", 1::DOUBLE AS risk")),
    );
    // A row of the third file is held fast, so that the export stands in the middle of that file until it is killed.
    const blocker = await server.client();
    await blocker.query("BEGIN");
    await blocker.query(
      `SELECT FROM "${schema}".generations WHERE replicate = 4 AND generation = 5 FOR UPDATE`,
    );
    const args = [
      "export",
      sweepId,
      "--to",
      server.url(),
      "--schema",
      schema,
      "--store",
      join(folder, "store"),
    ];
    const child = spawn(process.execPath, [main, ...args], {
      stdio: "ignore",
      env: { ...process.env, TMPDIR: folder },
    });
    const waiting = `SELECT pid FROM pg_stat_activity WHERE application_name = 'ouro export' AND wait_event_type = 'Lock' AND query LIKE 'INSERT%'`;
    while ((await client.query(waiting)).rowCount === 0) {
      expect(child.exitCode).toBeNull();
      await sleep(20);
    }
    child.kill("SIGKILL");
    await once(child, "exit");
    const { rows: files } = await client.query(
      `SELECT count(*)::int AS files FROM "${schema}".ouro_files WHERE table_name = 'generations' AND snapshot = 2`,
    );
    expect(files).toEqual([{ files: 2 }]);
    await blocker.query("ROLLBACK");
    await blocker.end();
    const result = await exported();
    expect(result.tables.generations).toEqual({ rows: 80, written: 40, removed: 0 });
    const expected = await rowsOf(store, sweepId, "generations");
    const rows = await held();
    const key = ({ replicate, generation, family, risk }: Record<string, unknown>): string =>
      [replicate, generation, family, risk].join(" ");
    expect(rows.map(key)).toEqual(expected.map(key));
    expect((await client.query(`SELECT whole FROM "${schema}".ouro_exports`)).rows).toEqual([
      { whole: true },
    ]);
  });

  it("refuses a table that is not its own, or has another type", async () => {
    await publish(store, 1, [generationRows(0, 1)]);
    await client.query(`CREATE SCHEMA "${schema}"; CREATE TABLE "${schema}".generations (replicate text)`);
    await expect(exported()).rejects.toThrow(ConflictError);
    await expect(exported()).rejects.toThrow(/Name another --schema/);
    await client.query(`DROP TABLE "${schema}".generations`);
    await exported();
    await publish(store, 2, [generationRows(0, 1).replace("AS samples", "::VARCHAR AS samples")]);
    await expect(exported()).rejects.toThrow(
      /Column samples .* is double precision where this dataset has text/,
    );
  });

  it("never shows the password", async () => {
    await publish(store, 1, [generationRows(0, 1)]);
    const wrong = server.url("s3cret/pass");
    const refused = exportDataset(store, sweepId, { kind: "postgres", url: wrong }, { schema });
    await expect(refused).rejects.toThrow(/password authentication failed.*PGPASSWORD/);
    const nobody = `postgres://ouro:s3cret@127.0.0.1:${await freePort()}/postgres`;
    const away = exportDataset(store, sweepId, { kind: "postgres", url: nobody });
    await expect(away).rejects.toThrow(ProvisionError);
    for (const attempt of [refused, away]) {
      const error = await attempt.catch((reason: unknown) => reason);
      expect(JSON.stringify([String(error), (error as Error).stack, (error as Error).cause])).not.toMatch(
        /s3cret/,
      );
    }
  });
});
