import { mkdir } from "node:fs/promises";
import { ProvisionError } from "../core/errors.ts";
import type { ServerBinary } from "./binary.ts";
import { checkDatabase } from "./database.ts";
import { provideBinary } from "./ladder.ts";
import { launch } from "./launch.ts";
import { liveServer, refuseOtherMachine } from "./live.ts";
import { withLock } from "./lock.ts";
import { defaultRetentionDays, ensureNamespace } from "./namespace.ts";
import { beginOrigin, completeOrigin } from "./origin.ts";
import type { ServerFiles } from "./paths.ts";
import { choosePort } from "./port.ts";
import { adopt, busyMs, described, filesOf, type RunningServer, type ServerOptions } from "./running.ts";
import { addressOf, liveState, readState, type ServerState } from "./state.ts";

const quickMs = 3000;
const portAttempts = 5;

/**
 * The embedded server, running: the one that serves this folder already, else a new one on the same database.
 *
 * Any number of processes may call this at once; one server results.
 *
 * @throws {ProvisionError} when no binary, no port or no usable database can be had, or a running server hangs
 */
export async function ensureServer(options: ServerOptions): Promise<RunningServer> {
  const files = filesOf(options);
  const running = (await adopt(files, options, quickMs)) ?? (await startLocked(files, options));
  const days = options.retentionDays ?? defaultRetentionDays;
  await ensureNamespace({ address: running.address }, options.namespace ?? "default", days);
  return running;
}

async function startLocked(files: ServerFiles, options: ServerOptions): Promise<RunningServer> {
  // Outside the lock: a build takes minutes, and has a lock of its own.
  const binary = (await liveState(files)) ? undefined : await provideBinary(options);
  await makeFolder(files.folder);
  return withLock(files.lock, startLock(files, options), async () => {
    const live = await liveServer(files);
    if (live) return adoptBusy(files, live, options);

    await refuseOtherMachine(files);
    const chosen = binary ?? (await provideBinary(options));
    await checkDatabase(files, chosen.serverVersion);
    await beginOrigin(files, chosen.serverVersion);
    const state = await startSomewhere(files, chosen, options);
    await completeOrigin(files, state.version);
    return described(files, state, false);
  });
}

/** More than once only where another program takes a port between our look and the server's. */
async function startSomewhere(
  files: ServerFiles,
  binary: ServerBinary,
  options: ServerOptions,
): Promise<ServerState> {
  const before = (await readState(files))?.port;
  for (let attempt = 0; attempt < portAttempts; attempt++) {
    const port = await choosePort(options.port, before, options.onProgress);
    const { env, onProgress } = options;
    const started = await launch({ files, binary, port, env, onProgress });
    if (started !== "port taken") return started;
  }
  throw new ProvisionError(
    `The embedded Temporal server lost its ports to other programs ${portAttempts} times. Run again, or ask for a port.`,
  );
}

/** Under the lock nobody is starting it, so a server that runs and stays silent hangs. */
async function adoptBusy(
  files: ServerFiles,
  state: ServerState,
  options: ServerOptions,
): Promise<RunningServer> {
  const server = await adopt(files, options, busyMs);
  if (server) return server;
  throw new ProvisionError(
    `The embedded Temporal server (process ${state.pid}) runs but has not answered on ${addressOf(state)} ` +
      `for ${busyMs / 1000} s. Stop it with \`ouro server stop\` and run again; its log is ${files.log}.`,
  );
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new ProvisionError(
      `The server's data folder ${folder} cannot be made: ${(error as Error).message}. Set XDG_DATA_HOME to a folder of yours.`,
      { cause: error },
    );
  }
}

function startLock(
  { folder }: ServerFiles,
  { onProgress, signal }: ServerOptions,
): Parameters<typeof withLock>[1] {
  return {
    purpose: `start or stop the server in ${folder}`,
    timeoutMs: 180_000,
    signal,
    onWait: (pid, elapsedSeconds) => {
      if (elapsedSeconds < 1) return;
      const message = `Process ${pid} is starting or stopping the server; waiting for it`;
      onProgress?.({ step: "wait", elapsedSeconds, message });
    },
  };
}
