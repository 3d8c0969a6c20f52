import { hostname } from "node:os";
import { ProvisionError } from "../core/errors.ts";
import type { ServerFiles } from "./paths.ts";
import { serverVersion } from "./probe.ts";
import { processesWithArgument, processMark } from "./processes.ts";
import { liveState, readState, type ServerState, writeState } from "./state.ts";

const patienceMs = 3000;

/**
 * The process that serves this folder, also where the state file that should tell of it is lost: a second server
 * beside it would damage the database. To be called under the folder's lock.
 */
export async function liveServer(files: ServerFiles): Promise<ServerState | undefined> {
  const recorded = await liveState(files);
  if (recorded) return recorded;
  for (const { pid, args } of await processesWithArgument(files.database)) {
    const port = Number(args[args.indexOf("--port") + 1]);
    const mark = await processMark(pid);
    if (!args.includes("start-dev") || !Number.isInteger(port) || mark === undefined) continue;
    const version = await serverVersion({ address: `127.0.0.1:${port}` }, patienceMs).catch(() => "unknown");
    const { database } = files;
    const state = {
      pid,
      mark,
      host: hostname(),
      port,
      version,
      binary: args[0] ?? "",
      database,
      startedAt: Date.now(),
    };
    await writeState(files, state);
    return state;
  }
  return undefined;
}

/**
 * A home folder may be shared by many machines, and a process of another one cannot be looked at from here. So what was
 * not stopped there may still serve, and two servers on one SQLite file damage it.
 *
 * A machine is another one when name and boot differ: names alone change with the network, boots with a restart.
 *
 * @throws {ProvisionError} when another machine started the server and nobody stopped it
 */
export async function refuseOtherMachine(files: ServerFiles): Promise<void> {
  const last = await readState(files);
  const mark = await processMark(process.pid);
  if (!last || last.pid === 0 || last.host === hostname() || process.platform !== "linux") return;
  if (last.mark.split(":")[0] === mark?.split(":")[0]) return;
  throw new ProvisionError(
    `The server of ${files.folder} was started on ${last.host} and not stopped there. Run \`ouro server stop\` on ` +
      `${last.host}, or use another profile or data folder (XDG_DATA_HOME) on this machine; if ${last.host} no longer ` +
      `exists, remove ${files.state}.`,
  );
}
