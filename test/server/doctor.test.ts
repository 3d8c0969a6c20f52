import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkNode } from "../../src/server/check-machine.ts";
import { clockSkewSeconds } from "../../src/server/check-server.ts";
import { type Check, doctor } from "../../src/server/doctor.ts";
import { ensureServer } from "../../src/server/embedded.ts";
import type { RunningServer, ServerOptions } from "../../src/server/running.ts";
import { withConnection } from "../../src/server/probe.ts";
import { freePort, ServerRoom, temporalBinary } from "../support/temporal-server.ts";

let room: ServerRoom;
let embedded: ServerOptions;
let server: RunningServer;

beforeAll(async () => {
  room = await ServerRoom.make();
  embedded = { env: { HOME: room.folder, PATH: "" }, folder: room.server(), binary: await temporalBinary() };
  server = await ensureServer(embedded);
}, 60_000);
afterAll(() => room.close());

function named(checks: readonly Check[], name: string): Check | undefined {
  return checks.find((check) => check.name === name);
}

describe("doctor", () => {
  it("finds nothing to mend where all is well", async () => {
    const checks = await doctor({
      ...embedded,
      storeWritable: async () => "file:///x written, read and removed",
    });
    const names = checks.map(({ name }) => name);
    expect(names).toEqual([
      ...["node", "cores", "memory", "disk for server data", "worker threads", "duckdb"],
      ...["server binary", "server", "retention", "fairness", "clock", "store"],
    ]);
    for (const name of [
      "node",
      "worker threads",
      "duckdb",
      "server binary",
      "server",
      "retention",
      "fairness",
      "clock",
      "store",
    ]) {
      expect(named(checks, name)).toMatchObject({ ok: "ok", fix: "" });
    }
  }, 30_000);

  it("tells apart a server that is not started yet and one that does not answer", async () => {
    const resting = await doctor({ ...embedded, folder: room.server("resting") });
    expect(named(resting, "server")).toMatchObject({
      ok: "ok",
      detail: expect.stringContaining("does not run"),
    });

    const address = `127.0.0.1:${await freePort()}`;
    const silent = await doctor({ ...embedded, address });
    expect(named(silent, "server")).toMatchObject({ ok: "fail", detail: expect.stringContaining(address) });
  }, 30_000);

  it("does not take a foreign server's fairness on trust", async () => {
    const checks = await doctor({ env: embedded.env, address: server.address });
    expect(named(checks, "fairness")).toMatchObject({
      ok: "warn",
      fix: expect.stringContaining("matching.enableFairness"),
    });
  }, 30_000);

  it("says what to do about a store, a binary and a Node that will not do", async () => {
    const checks = await doctor({
      ...{ env: embedded.env, folder: room.server("resting"), binary: "/nowhere/temporal" },
      storeWritable: () => Promise.reject(new Error("read-only file system")),
    });
    expect(named(checks, "store")).toMatchObject({ ok: "fail", detail: "read-only file system" });
    expect(named(checks, "server binary")).toMatchObject({ ok: "fail" });
    expect(checkNode("18.20.0")).toMatchObject({ ok: "fail", fix: "Install Node 20.19.0 or newer." });
    expect(checkNode("24.1.0")).toMatchObject({ ok: "ok" });
    for (const { ok, fix } of checks) expect(fix === "").toBe(ok === "ok");
  }, 30_000);
});

describe("the clock check", () => {
  it("finds a loopback server's clock equal to ours", async () => {
    const skew = await withConnection({ address: server.address }, 10_000, (connection) =>
      clockSkewSeconds(connection, "default"),
    );
    expect(skew).toBe(0);
  });
});
