import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findS3Binary } from "../support/s3.ts";
import { setup } from "../support/provision.ts";
import { Arena } from "./arena.ts";
import { battle, type Outcome } from "./battle.ts";
import { BucketStore } from "./bucket.ts";
import { embeddedServer } from "./embedded.ts";
import type { Fault } from "./fault.ts";
import * as all from "./faults/all.ts";
import { type Options, readOptions, usage } from "./options.ts";
import { Hosts } from "./hosts.ts";
import { ouroIn } from "./ouro.ts";
import { postgresServer, providePostgresServer } from "./postgres.ts";
import { Reference } from "./reference.ts";
import { schedule } from "./schedule.ts";
import { FolderStore } from "./store.ts";
import { type Versions, versionsWith } from "./upgrade.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const clockLibraries = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map(
  (name) => `/usr/lib/${name}/faketime/libfaketimeMT.so.1`,
);

async function main(options: Options): Promise<number> {
  const { seed, stores, server } = options;
  if (!Hosts.home)
    say(
      `chaos: seed ${seed}, ${stores.join(" and ")} on the ${server} server. Again: npm run test:chaos -- --seed ${seed}`,
    );
  await setup();
  if (server === "postgres") providePostgresServer(say);
  if (options.hosts && !Hosts.home) {
    const why = Hosts.impossible();
    if (why === undefined) return await Hosts.goHome();
    say(`All on one host, since ${why}; workers reach the server through a proxy that can be cut.`);
  }
  const hosts = Hosts.home ? await Hosts.make() : undefined;
  const folder = await mkdtemp(join(tmpdir(), "ouro-chaos-"));
  const versions = options.upgrade ? await versionsWith(options.upgrade, folder, say) : undefined;
  const calm = await place(folder, "undisturbed");
  const reference = new Reference(calm.folder, ouroIn(calm.folder, calm.environment));
  let failed = 0;
  for (const store of stores) {
    const { outcome } = await fight({ ...options, store, folder, reference, versions, hosts });
    failed += tell(store, outcome, options);
  }
  await ouroIn(calm.folder, calm.environment)(["server", "stop"]);
  hosts?.close();
  if (failed > 0 || options.keep) say(`Logs and stores are in ${folder}.`);
  else await rm(folder, { recursive: true, force: true });
  return failed > 0 ? 1 : 0;
}

interface Fight extends Omit<Options, "hosts"> {
  readonly hosts: Hosts | undefined;
  readonly store: "file" | "s3";
  readonly folder: string;
  readonly reference: Reference;
  readonly versions: Versions | undefined;
}

async function fight(options: Fight): Promise<{ outcome: Outcome }> {
  const { folder, environment } = await place(options.folder, options.store);
  say(`\n── ${options.store}:// on the ${options.server} server`);
  const bucketStore =
    options.store === "s3" ? await BucketStore.make(folder, await s3Binary(), options.hosts) : undefined;
  const folderStore = options.store === "file" ? new FolderStore(folder) : undefined;
  const store = bucketStore ?? folderStore;
  if (!store) throw new Error("no store");
  const base = { ...environment, ...store.environment };
  const opened: { close(): Promise<void> }[] = [store];
  const open = async (): Promise<Arena> => {
    const server =
      options.server === "embedded"
        ? embeddedServer(ouroIn(folder, base), base)
        : await postgresServer(folder);
    opened.push(server);
    const full = { ...base, ...server.environment };
    return await Arena.open({
      ...{ folder, environment: full, ouro: ouroIn(folder, full), server, store, folderStore, bucketStore },
      workers: options.workers,
      hosts: options.hosts,
      versions: options.versions,
      clockLibrary: clockLibraries.find((path) => existsSync(path)),
    });
  };
  const arena = await open().catch(async (error: unknown) => {
    await Promise.allSettled(opened.map((part) => part.close()));
    throw error;
  });
  let ending = false;
  const interrupted = (): void => {
    if (ending) return; // a signal for the whole group comes here twice: from its sender and from the process before us
    ending = true;
    void arena.close().finally(() => process.exit(130));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupted);
  try {
    const faults = possible(arena, options);
    const minutes = options.minutes && options.minutes / options.stores.length;
    const count = minutes ? Math.ceil((minutes * 60) / options.pace) : options.faults;
    const planned = schedule(options.seed, faults, count, options.pace);
    const limit = minutes ? { faults: Infinity, minutes } : { faults: count, minutes: Infinity };
    return { outcome: await battle(arena, planned, limit, options.seed, options.reference, say) };
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interrupted);
    await arena.close();
  }
}

/** The faults that can strike here; of the others it is said why not. */
function possible(arena: Arena, { only }: Pick<Options, "only">): Fault[] {
  const wanted = Object.values(all).filter(
    ({ name }) => only.length === 0 || only.some((word) => name.includes(word)),
  );
  for (const fault of wanted) {
    const why = fault.impossible(arena);
    if (why) say(`   left out: ${fault.name}, since ${why}`);
  }
  const faults = wanted.filter((fault) => fault.impossible(arena) === undefined);
  if (faults.length === 0) throw new Error(`No fault is called like ${only.join(" or ")} and possible here.`);
  return faults;
}

function tell(store: string, outcome: Outcome, { seed }: Options): number {
  const { kinds, sweeps, chains, seconds, resumed, wrong } = outcome;
  const faults = [...kinds.values()].reduce((sum, count) => sum + count, 0);
  say(
    `${store}: ${[...kinds]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, count]) => `${count} × ${name}`)
      .join(", ")}`,
  );
  say(
    `${store}: ${faults} faults over ${chains} chains of ${sweeps} sweeps in ${seconds.toFixed(0)} s, seed ${seed}`,
  );
  if (resumed.length > 0) {
    const slowest = Math.max(...resumed);
    say(`${store}: after a kill of everything \`ouro run\` resumed within ${slowest.toFixed(1)} s (aim: 15)`);
  }
  for (const what of wrong) say(`${store}: WRONG: ${what}`);
  if (wrong.length === 0) say(`${store}: nothing missing, nothing twice, every digest as undisturbed`);
  return wrong.length;
}

async function place(
  parent: string,
  name: string,
): Promise<{ folder: string; environment: NodeJS.ProcessEnv }> {
  const folder = join(parent, name);
  await mkdir(folder, { recursive: true });
  const { TEMPORAL_ADDRESS: _a, TEMPORAL_NAMESPACE: _n, OURO_STORE: _s, ...rest } = process.env;
  return { folder, environment: { ...rest, XDG_DATA_HOME: join(folder, "data"), NO_COLOR: "1" } };
}

async function s3Binary(): Promise<string> {
  const binary = await findS3Binary();
  if (!binary)
    throw new Error("versitygw is neither on the PATH nor can Go build it; --store file goes without.");
  return binary;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options) process.exitCode = await main(options);
  else say(usage);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n\n${usage}\n`);
  process.exitCode = 2;
}
