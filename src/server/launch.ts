import { type ChildProcess, spawn } from "node:child_process";
import { hostname } from "node:os";
import { ProvisionError } from "../core/errors.ts";
import type { ServerBinary } from "./binary.ts";
import { moveAside } from "./database.ts";
import { type Environment, withoutTemporal } from "./environment.ts";
import type { ServerFiles } from "./paths.ts";
import { serverVersion } from "./probe.ts";
import { processMark } from "./processes.ts";
import type { OnProgress } from "./progress.ts";
import { whyClosed } from "./reach.ts";
import { loggedSince, openLog } from "./server-log.ts";
import { addressOf, removeState, type ServerState, writeState } from "./state.ts";

/** Measured: with the first two the server does five times the activities per second, and survives a kill just as well. */
const pragmas: Readonly<Record<string, string>> = {
  journal_mode: "wal",
  synchronous: "normal",
  busy_timeout: "10000",
};

/**
 * Set from the first start on, since a queue's backlog does not move over when fairness is switched on later, or when
 * partitions become fewer. Sweeps take turns within a partition of a queue, so there is one. The limits are the server's
 * own, raised for one user on one machine. Of all limits those of the queue processors are felt first: with 20 looks a
 * second that all workflows share, each step of each waits for up to 50 ms.
 */
export const dynamicConfig: Readonly<Record<string, number | boolean>> = {
  "matching.useNewMatcher": true,
  "matching.enableFairness": true,
  "matching.numTaskqueueReadPartitions": 1,
  "matching.numTaskqueueWritePartitions": 1,
  "frontend.namespaceRPS": 20_000,
  "frontend.rps": 20_000,
  "frontend.namespaceRPS.visibility": 500,
  "frontend.namespaceCount": 10_000,
  "worker.batcherRPS": 500,
  "history.transferProcessorMaxPollRPS": 2000,
  "history.timerProcessorMaxPollRPS": 2000,
  "history.visibilityProcessorMaxPollRPS": 200,
};

const patienceMs = 90_000;
/** Printed by the server once its port is bound. */
const boundLine = /Server:/;
/** After that long an answer counts as this server's even if the line above never came. */
const trustMs = 3000;

export interface Launch {
  readonly files: ServerFiles;
  readonly binary: ServerBinary;
  readonly port: number;
  readonly env: Environment;
  readonly onProgress?: OnProgress | undefined;
}

export function serverArguments(database: string, port: number): string[] {
  return [
    ...[
      "server",
      "start-dev",
      "--headless",
      "--ip",
      "127.0.0.1",
      "--port",
      String(port),
      "--db-filename",
      database,
    ],
    ...Object.entries(pragmas).flatMap(([name, value]) => ["--sqlite-pragma", `${name}=${value}`]),
    ...Object.entries(dynamicConfig).flatMap(([name, value]) => [
      "--dynamic-config-value",
      `${name}=${value}`,
    ]),
    ...["--log-level", "error"],
  ];
}

/**
 * Starts the server as a process that outlives this one, and waits until it answers.
 *
 * @returns "port taken" when another program was faster with one of the ports
 * @throws {ProvisionError} with the end of its log when it ends or does not answer
 */
export async function launch({
  files,
  binary,
  port,
  env,
  onProgress,
}: Launch): Promise<ServerState | "port taken"> {
  const log = await openLog(files.log);
  const logStart = (await log.stat()).size;
  const child = spawn(binary.path, serverArguments(files.database, port), {
    detached: true,
    cwd: files.folder,
    env: withoutTemporal(env),
    stdio: ["ignore", log.fd, log.fd],
    windowsHide: true,
  });
  const message = `Starting the embedded Temporal server ${binary.serverVersion} on 127.0.0.1:${port}`;
  onProgress?.({ step: "start", elapsedSeconds: 0, message });
  const ended = endOf(child);
  child.unref();
  await log.close();

  const { pid } = child;
  const mark = pid === undefined ? undefined : await processMark(pid);
  let reason: string;
  if (pid === undefined || mark === undefined) {
    reason = await ended;
  } else {
    const { database } = files;
    const state: ServerState = {
      ...{ pid, mark, host: hostname(), port, database },
      ...{ version: binary.serverVersion, binary: binary.path, startedAt: Date.now() },
    };
    await writeState(files, state); // before it answers: whoever comes next must find this process, not start another
    const failure = await answering(state, ended, () => loggedSince(files.log, logStart));
    if (failure === undefined) return state;
    reason = failure;
    child.kill("SIGKILL");
    await ended;
    await removeState(files);
  }
  const logged = await loggedSince(files.log, logStart);
  if (/address already in use|can't set \w+ port|port is already/i.test(logged)) return "port taken";
  throw new ProvisionError(
    `The embedded Temporal server did not start: ${reason}. ${explained(logged, files)}The log is ${files.log}.`,
  );
}

/** @returns undefined once the server answers, else why it never will */
async function answering(
  state: ServerState,
  ended: Promise<string>,
  logged: () => Promise<string>,
): Promise<string | undefined> {
  let end: string | undefined;
  void ended.then((how) => {
    end = how;
  });
  const deadline = performance.now() + patienceMs;
  let answeredAt: number | undefined;
  while (performance.now() < deadline) {
    if (end !== undefined) return end;
    if (answeredAt === undefined && (await answers(state))) answeredAt = performance.now();
    // Two servers may have found the same port free: an answer alone could be the other one's.
    if (answeredAt !== undefined && end === undefined) {
      if (boundLine.test(await logged()) || performance.now() - answeredAt > trustMs) return undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return `it did not answer within ${patienceMs / 1000} s`;
}

/** A look at the port first, which costs nothing: a gRPC client that is refused backs off. */
async function answers(state: ServerState): Promise<boolean> {
  if ((await whyClosed("127.0.0.1", state.port, 1000)) !== undefined) return false;
  return serverVersion({ address: addressOf(state) }, 2000).then(
    () => true,
    () => false,
  );
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`it cannot be run (${error.message})`));
    child.once("exit", (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
}

function explained(logged: string, files: ServerFiles): string {
  const lines = logged.split("\n").filter((line) => line.trim() !== "");
  const said = lines.slice(-3).join(" | ").slice(-600);
  if (/not a database|malformed|no such table|schema version|unable to open database/i.test(logged)) {
    return `It cannot use its database ("${said}"). ${moveAside(files)} `;
  }
  return said === "" ? "" : `It said: "${said}". `;
}
