import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { Connection } from "@temporalio/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureServer } from "../../src/server/embedded.ts";
import { runningServer, type ServerOptions } from "../../src/server/running.ts";
import { retentionDays } from "../../src/server/namespace.ts";
import { serverFiles } from "../../src/server/paths.ts";
import { processMark, stillRuns } from "../../src/server/processes.ts";
import { serverStatus } from "../../src/server/status.ts";
import { stopServer } from "../../src/server/stop.ts";
import { freePort, ServerRoom, temporalBinary } from "../support/temporal-server.ts";

const run = promisify(execFile);
const checkout = fileURLToPath(new URL("../../", import.meta.url));
let room: ServerRoom;
let options: ServerOptions & { folder: string };

beforeEach(async () => {
  room = await ServerRoom.make();
  options = { env: { PATH: process.env["PATH"] }, folder: room.server(), binary: await temporalBinary() };
});
afterEach(() => room.close());

async function startWorkflow(address: string): Promise<string> {
  const workflowId = randomUUID();
  const connection = await Connection.connect({ address });
  await connection.workflowService.startWorkflowExecution({
    namespace: "default",
    workflowId,
    requestId: workflowId,
    workflowType: { name: "nobodyRunsThis" },
    taskQueue: { name: "nobody" },
  });
  await connection.close();
  return workflowId;
}

/** Visibility follows the history a moment later: asks until it is there or the test's time is up. */
async function listed(address: string, workflowId: string): Promise<boolean> {
  const connection = await Connection.connect({ address });
  try {
    for (;;) {
      const { executions } = await connection.workflowService.listWorkflowExecutions({
        namespace: "default",
      });
      if (executions?.some(({ execution }) => execution?.workflowId === workflowId)) return true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    await connection.close();
  }
}

/** The address of `embedded.ts` as JavaScript, for processes of plain Node. */
async function compiled(folder: string): Promise<string> {
  const config = {
    extends: join(checkout, "tsconfig.json"),
    compilerOptions: {
      ...{ rootDir: checkout, outDir: join(folder, "dist"), noCheck: true, types: [] },
      ...{ declaration: false, isolatedDeclarations: false },
    },
    include: [],
    files: [join(checkout, "src/server/embedded.ts")],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await symlink(join(checkout, "node_modules"), join(folder, "node_modules"), "junction");
  await run(process.execPath, [join(checkout, "node_modules/typescript/bin/tsc"), "-p", folder]);
  return pathToFileURL(join(folder, "dist/src/server/embedded.js")).href;
}

async function kill(pid: number): Promise<void> {
  const mark = (await processMark(pid)) ?? "";
  process.kill(pid, "SIGKILL");
  while (await stillRuns(pid, mark)) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("the embedded server", () => {
  it("starts, is adopted, tells how it is, stops and comes back at the same port", async () => {
    const first = await ensureServer(options);
    const second = await ensureServer(options);
    expect(first.adopted).toBe(false);
    expect(second).toMatchObject({
      adopted: true,
      pid: first.pid,
      address: first.address,
      version: first.version,
    });
    expect(first.address).toMatch(/^127\.0\.0\.1:\d+$/);

    const status = await serverStatus(options);
    expect(status).toMatchObject({ running: true, healthy: true, pid: first.pid, address: first.address });
    expect(status.databaseBytes).toBeGreaterThan(0);

    expect(await stopServer(options)).toBe("stopped");
    expect(await processMark(first.pid)).toBeUndefined();
    expect(await stopServer(options)).toBe("not running");
    expect(await runningServer(options)).toBeUndefined();
    expect(await serverStatus(options)).toMatchObject({ running: false, healthy: false });

    expect((await ensureServer(options)).address).toBe(first.address);
  }, 30_000);

  it("comes back after SIGKILL with the same port and all workflows", async () => {
    const first = await ensureServer(options);
    const workflowId = await startWorkflow(first.address);
    await kill(first.pid);

    const second = await ensureServer(options);
    expect(second.adopted).toBe(false);
    expect(second.address).toBe(first.address);
    expect(await listed(second.address, workflowId)).toBe(true);
  }, 30_000);

  it("keeps its database when a restart fails", async () => {
    const first = await ensureServer(options);
    const workflowId = await startWorkflow(first.address);
    await kill(first.pid);
    const binary = await room.script(
      "temporal",
      '[ "$1" = --version ] && echo "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)" || { echo "out of luck"; exit 1; }',
    );
    await expect(ensureServer({ ...options, binary })).rejects.toThrow(
      /it ended with exit code 1\. It said: "out of luck"\./,
    );
    expect(await listed((await ensureServer(options)).address, workflowId)).toBe(true);
  }, 30_000);

  it("is one server however many processes ask at once", async () => {
    const module = await compiled(room.folder);
    const script = `
      const { ensureServer } = await import(${JSON.stringify(module)});
      console.log(JSON.stringify(await ensureServer(${JSON.stringify(options)})));
    `;
    const answers = await Promise.all(
      [1, 2, 3].map(async () => {
        const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script]);
        return JSON.parse(stdout) as { pid: number; adopted: boolean };
      }),
    );
    expect(new Set(answers.map(({ pid }) => pid)).size).toBe(1);
    expect(answers.filter(({ adopted }) => !adopted)).toHaveLength(1);
  }, 40_000);

  it("neither adopts nor stops a stranger under the recorded process number", async () => {
    const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    try {
      const port = await freePort();
      await mkdir(options.folder, { recursive: true });
      const { state } = serverFiles(options.folder);
      await writeFile(state, JSON.stringify({ pid: stranger.pid, mark: "boot:1", host: hostname(), port }));
      expect(await stopServer(options)).toBe("not running");

      const server = await ensureServer(options);
      expect(server).toMatchObject({ adopted: false, address: `127.0.0.1:${port}` });
      expect(await processMark(stranger.pid ?? 0)).toBeDefined();
    } finally {
      stranger.kill("SIGKILL");
    }
  }, 30_000);

  it.runIf(process.platform === "linux")(
    "is found again when the state file is lost or torn",
    async () => {
      const first = await ensureServer(options);
      await writeFile(serverFiles(options.folder).state, '{"pid":');
      expect(await ensureServer(options)).toMatchObject({
        adopted: true,
        pid: first.pid,
        address: first.address,
      });
      await rm(serverFiles(options.folder).state);
      expect(await stopServer(options)).toBe("stopped");
    },
    30_000,
  );

  it("makes the namespace asked for and keeps finished workflows long, never shorter than before", async () => {
    const { address } = await ensureServer(options);
    await ensureServer({ ...options, namespace: "lab", retentionDays: 120 });
    await ensureServer({ ...options, namespace: "lab", retentionDays: 30 });
    expect(await retentionDays({ address }, "default", 5000)).toBe(90);
    expect(await retentionDays({ address }, "lab", 5000)).toBe(120);
    expect(await retentionDays({ address }, "elsewhere", 5000)).toBeUndefined();
  }, 30_000);
});

describe("a port that is taken", () => {
  let occupant: Server;
  let taken: number;

  beforeEach(async () => {
    taken = await freePort();
    occupant = createServer().listen(taken, "127.0.0.1");
    await new Promise((resolve) => occupant.once("listening", resolve));
  });
  afterEach(() => new Promise((resolve) => occupant.close(resolve)));

  it("is an error when it was asked for", async () => {
    await expect(ensureServer({ ...options, port: taken })).rejects.toThrow(
      `Port ${taken} on 127.0.0.1 is taken by another program. Ask for another port, or for none: then a free one is used.`,
    );
  });

  it("is left for the next free one, and said so, when it was the port of last time", async () => {
    const said: string[] = [];
    await mkdir(options.folder, { recursive: true });
    await writeFile(
      serverFiles(options.folder).state,
      JSON.stringify({ pid: 0, mark: "", host: "", port: taken }),
    );
    const server = await ensureServer({ ...options, onProgress: ({ message }) => said.push(message) });
    const port = Number(server.address.split(":")[1]);
    expect(port).not.toBe(taken);
    expect(said).toContain(`Port ${taken} is taken by another program; the embedded server uses ${port}`);
  }, 30_000);

  it("is an error when the server runs on another", async () => {
    const { address } = await ensureServer(options);
    await expect(ensureServer({ ...options, port: taken })).rejects.toThrow(
      `The embedded Temporal server runs already, on port ${address.split(":")[1]}, not ${taken}.`,
    );
  }, 30_000);
});

describe("a database that cannot be served", () => {
  it("is left alone when it is none", async () => {
    const { database } = serverFiles(options.folder);
    await mkdir(options.folder, { recursive: true });
    await writeFile(database, "these are my notes, not a database");
    await expect(ensureServer(options)).rejects.toThrow(
      /is not an SQLite database.*it was left as it is\. Move /,
    );
    expect(await readFile(database, "utf8")).toBe("these are my notes, not a database");
  });

  it("is an error with the server's own words when it is damaged behind its header", async () => {
    const { database } = serverFiles(options.folder);
    await mkdir(options.folder, { recursive: true });
    await writeFile(database, Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(8192, 7)]));
    await expect(ensureServer(options)).rejects.toThrow(
      /did not start: .*It cannot use its database \(".+"\)\. Move /,
    );
    expect((await stat(database)).size).toBe(8208);
    expect(await serverStatus(options)).toMatchObject({ running: false });
  }, 30_000);

  it("is an error when a newer server wrote it", async () => {
    const { database, origin } = serverFiles(options.folder);
    await mkdir(options.folder, { recursive: true });
    await writeFile(database, "SQLite format 3\0");
    await writeFile(origin, '{ "serverVersion": "9.9.0", "complete": true }');
    await expect(ensureServer(options)).rejects.toThrow(
      /last served by Temporal 9\.9\.0; the binary found holds \d+\.\d+/,
    );
  });

  it("is made anew when its making was interrupted", async () => {
    const { database, origin } = serverFiles(options.folder);
    await mkdir(options.folder, { recursive: true });
    await writeFile(database, "SQLite format 3\0");
    await writeFile(origin, '{ "serverVersion": "1.29.1", "complete": false }');
    await ensureServer(options);
    expect(JSON.parse(await readFile(origin, "utf8"))).toMatchObject({ complete: true });
  }, 30_000);

  it.runIf(process.platform === "linux")("is refused while another machine may serve it", async () => {
    const { state } = serverFiles(options.folder);
    await mkdir(options.folder, { recursive: true });
    await writeFile(state, JSON.stringify({ pid: 1, mark: "other-boot:1", host: "node-7", port: 7733 }));
    await expect(ensureServer(options)).rejects.toThrow(/started on node-7 and not stopped there/);
  });
});

describe("a profile", () => {
  it("may not lead out of the data folder", async () => {
    await expect(ensureServer({ env: {}, profile: "../../etc" })).rejects.toThrow(
      "A server profile must be letters",
    );
  });
});
