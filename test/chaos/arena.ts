import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BucketStore } from "./bucket.ts";
import { newestCommit } from "./commits.ts";
import type { Hosts } from "./hosts.ts";
import type { Link } from "./link.ts";
import { latch, type Latch, Locks } from "./locks.ts";
import { type Command, Member } from "./member.ts";
import { main, type Ouro } from "./ouro.ts";
import type { ChaosStore, FolderStore } from "./store.ts";
import type { TemporalServer } from "./temporal.ts";
import type { Versions } from "./upgrade.ts";
import { Wire } from "./wire.ts";

/** What processes under test load first. */
export const preload: string = new URL("./preload.js", import.meta.url).href;

/** Compute threads of each process, and seconds that its steps aim at: short, so that many steps meet many faults. */
const threads = 1;
const budget = "0.2";

export interface ArenaParts {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly ouro: Ouro;
  readonly server: TemporalServer;
  readonly store: ChaosStore;
  readonly folderStore: FolderStore | undefined;
  readonly bucketStore: BucketStore | undefined;
  readonly workers: number;
  /** Networks of their own for the first worker and for the S3 server; undefined where all share one. */
  readonly hosts: Hosts | undefined;
  /** Two versions of the command, for rolling upgrades: the run is of the newer one, workers take turns. */
  readonly versions: Versions | undefined;
  /** libfaketime, where there is one. */
  readonly clockLibrary: string | undefined;
}

/** Everything of one run that can be struck: server, store, a line between them, workers, and the run of a sweep. */
export class Arena {
  readonly parts: ArenaParts;
  readonly locks: Locks = new Locks();
  readonly wire: Wire;
  readonly workers: Member[] = [];
  readonly clockFile: string;
  /** Which build each worker is started with: faults change it. */
  readonly builds: string[] = [];
  runner: Member | undefined;
  /** The sweep that is being run. */
  spec = "";
  sweepId = "";
  /** Seconds from the start of `ouro run` to the first commit, each time that everything had been killed. */
  readonly resumed: number[] = [];
  #closed = false;
  #underway: Latch = latch();
  #wirePort = 0;

  private constructor(parts: ArenaParts) {
    this.parts = parts;
    this.wire = new Wire(() => parts.server.port());
    this.clockFile = join(parts.folder, "clock");
    writeFileSync(this.clockFile, "+0\n");
    mkdirSync(join(parts.folder, "logs"), { recursive: true });
  }

  static async open(parts: ArenaParts): Promise<Arena> {
    const arena = new Arena(parts);
    await parts.server.start();
    arena.#wirePort = await arena.wire.listen(parts.hosts ? "0.0.0.0" : "127.0.0.1");
    for (let k = 0; k < parts.workers; k++) {
      arena.builds.push(parts.versions?.older ?? main);
      arena.workers.push(
        new Member(`worker-${k + 1}`, arena.#log(`worker-${k + 1}`), () => arena.#worker(k)),
      );
    }
    for (const worker of arena.workers) worker.start();
    return arena;
  }

  /** Starts `ouro run` of a sweep under supervision. @returns what it ended with: 0, or a code that no restart mends */
  async run(spec: string, sweepId: string): Promise<{ code: number; tail: string }> {
    this.spec = spec;
    this.sweepId = sweepId;
    void this.#lookForCommit(sweepId);
    return await new Promise((done) => {
      this.runner = new Member(
        "run",
        this.#log("run"),
        () => this.#run(spec),
        (code, tail) => {
          if (code !== 0 && code !== 2 && code !== 3) return "again";
          this.runner = undefined;
          this.#underway.release();
          this.#underway = latch();
          done({ code, tail });
          return "retire";
        },
      );
      this.runner.start();
    });
  }

  /** Resolves once the sweep that is being run has committed something: before, there is nothing to harm. */
  async underway(): Promise<void> {
    for (;;) {
      const { promise } = this.#underway;
      await promise;
      if (this.runner) return;
    }
  }

  /** Every process that serves the sweep. */
  get members(): Member[] {
    return [...this.workers, ...(this.runner ? [this.runner] : [])];
  }

  /**
   * Brings a rolling upgrade to its end: what a workflow of the newer version asks of an older one, that refuses, and is asked
   * again after ever longer pauses, of minutes at last.
   */
  upgrade(): void {
    const newer = this.parts.versions?.newer;
    if (newer === undefined) return;
    for (const [k, worker] of this.workers.entries()) {
      if (this.builds[k] === newer) continue;
      this.builds[k] = newer;
      worker.signal("SIGTERM");
    }
  }

  /** What can be cut between hosts: without a bucket, nothing leads to its host. */
  get cables(): readonly Link[] {
    const links = this.parts.hosts?.links ?? [];
    return this.parts.bucketStore ? links : links.slice(0, 1);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.members.map((member) => member.retire()));
    const ends = [this.wire, this.parts.server, this.parts.store].map((part) => part.close());
    for (const end of await Promise.allSettled(ends)) if (end.status === "rejected") throw end.reason;
  }

  async #lookForCommit(sweepId: string): Promise<void> {
    const began = this.#underway;
    while (began === this.#underway && !this.#closed) {
      if ((await newestCommit(this.parts.store.disk, sweepId)) > 0) return began.release();
      await sleep(200);
    }
  }

  #worker(k: number): Command {
    const { clockLibrary, bucketStore, workers } = this.parts;
    // The first one is on a host of its own, from which it reaches the S3 server without the proxy.
    const hosts = k === 0 ? this.parts.hosts : undefined;
    const args = [
      "worker",
      "--address",
      `${hosts?.address("home", "worker") ?? "127.0.0.1"}:${this.#wirePort}`,
      "--threads",
      `${threads}`,
      "--budget",
      budget,
    ];
    // The last one has a clock that can be put wrong.
    const clock =
      clockLibrary !== undefined && k === workers - 1
        ? {
            LD_PRELOAD: clockLibrary,
            FAKETIME_TIMESTAMP_FILE: this.clockFile,
            FAKETIME_CACHE_DURATION: "1",
            FAKETIME_DONT_FAKE_MONOTONIC: "1",
          }
        : {};
    const bucket =
      hosts && bucketStore ? { AWS_ENDPOINT_URL: `http://${bucketStore.reachedFrom("worker")}` } : {};
    const command = this.#node(this.builds[k] ?? main, args, { ...clock, ...bucket });
    return hosts?.on("worker", command) ?? command;
  }

  #run(spec: string): Command {
    return this.#node(this.parts.versions?.newer ?? main, [
      "run",
      spec,
      "--store",
      this.parts.store.url,
      "--threads",
      `${threads}`,
      "--budget",
      budget,
    ]);
  }

  #node(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Command {
    return {
      program: process.execPath,
      args: ["--import", preload, program, ...args],
      env: { ...this.parts.environment, ...env, OURO_DEBUG: "1" },
    };
  }

  #log(name: string): string {
    return join(this.parts.folder, "logs", `${name}.log`);
  }
}
