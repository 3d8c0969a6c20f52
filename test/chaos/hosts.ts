import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { promisify } from "node:util";
import { Link, netem } from "./link.ts";
import type { Command } from "./member.ts";

/** A host beside the one on which the suite, the run and the Temporal server are. */
export type HostName = "worker" | "bucket";

const mark = "OURO_CHAOS_HOME";
const tools = ["ip", "tc", "unshare", "nsenter", "setpriv"];
const execute = promisify(execFile);

/**
 * Three hosts on one machine, each with a network of its own, joined by cables: home, where everything runs that is
 * not elsewhere, a host of one worker and a host of the S3 server. The networks have no names and belong to processes
 * that end with this one, so nothing of them is left behind, and none leads anywhere else.
 */
export class Hosts {
  readonly links: readonly Link[];
  /** Whether packets can be delayed and lost at random here: not every kernel has what it takes. */
  netem: boolean = false;
  readonly #holders: Readonly<Record<HostName, ChildProcess>>;

  private constructor(holders: Readonly<Record<HostName, ChildProcess>>, links: readonly Link[]) {
    this.#holders = holders;
    this.links = links;
  }

  /** Why there can be none; undefined where there can. */
  static impossible(): string | undefined {
    if (process.platform !== "linux") return "network namespaces are Linux's";
    const lacking = tools.filter((tool) => !succeeds("which", tool));
    if (lacking.length > 0) return `${lacking.join(", ")} is not here (apt-get install iproute2 util-linux)`;
    return succeeds("unshare", "--net", "ip", "link", "set", "lo", "up")
      ? undefined
      : "this user may not make network namespaces";
  }

  /** Whether this process is in the network of the home already. */
  static get home(): boolean {
    return process.env[mark] !== undefined;
  }

  /** Runs this very command again in a network of its own. @returns its exit code */
  static async goHome(): Promise<number> {
    const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    const env = { ...process.env, [mark]: "1" };
    const child = spawn("setpriv", ["--pdeathsig", "TERM", "unshare", "--net", ...command], {
      stdio: "inherit",
      env,
    });
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.on(signal, () => void (signal === "SIGTERM" && child.kill(signal)));
    return await new Promise((done) => child.once("exit", (code) => done(code ?? 1)));
  }

  static async make(): Promise<Hosts> {
    await execute("ip", ["link", "set", "lo", "up"]);
    const holders = { worker: await holder(), bucket: await holder() };
    const [worker, bucket] = [inside(holders.worker), inside(holders.bucket)];
    const links = [
      new Link("home and worker", { address: "10.0.1.1" }, { address: "10.0.1.2", ...worker }),
      new Link("home and bucket", { address: "10.0.2.1" }, { address: "10.0.2.2", ...bucket }),
      new Link("worker and bucket", { address: "10.0.3.1", ...worker }, { address: "10.0.3.2", ...bucket }),
    ];
    const hosts = new Hosts(holders, links);
    for (const host of [worker, bucket])
      await execute("nsenter", [...host.enter, "ip", "link", "set", "lo", "up"]);
    for (const [number, link] of links.entries()) await link.plug(number);
    hosts.netem = (await links[0]?.knows(netem)) ?? false;
    return hosts;
  }

  /** Where one host finds another. */
  address(of: "home" | "bucket", from: "home" | "worker"): string {
    if (of === "home") return "10.0.1.1";
    return from === "home" ? "10.0.2.2" : "10.0.3.2";
  }

  /** A command as it is run on another host. */
  on(host: HostName, { program, args, env }: Command): Command {
    return { program: "nsenter", args: [...inside(this.#holders[host]).enter, program, ...args], env };
  }

  close(): void {
    for (const holding of Object.values(this.#holders)) holding.kill("SIGKILL");
  }
}

/** A process that does nothing but keep a network, and ends with this one. */
async function holder(): Promise<ChildProcess> {
  const args = ["--pdeathsig", "KILL", "unshare", "--net", "sh", "-c", "echo; exec sleep infinity"];
  const child = spawn("setpriv", args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((done, failed) => {
    child.stdout.once("data", done);
    child.once("exit", () => failed(new Error("A network namespace could not be made.")));
  });
  child.stdout.destroy();
  child.unref();
  return child;
}

function inside({ pid }: ChildProcess): { readonly pid: number; readonly enter: readonly string[] } {
  return { pid: pid ?? 0, enter: [`--net=/proc/${pid}/ns/net`] };
}

function succeeds(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
