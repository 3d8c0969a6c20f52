import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Bench } from "../support/ouro.ts";

const chains = 4 * 64;
const generations = 60;
const spec = `
name: at-once
seed: 17
family: gaussian
parameters: { samples: { grid: [100, 200] } }
regime: { grid: [replace, accumulate] }
generations: ${generations}
replicates: 64
`;

const publisher = fileURLToPath(new URL("publisher.mjs", import.meta.url));

let bench: Bench;
let file: string;
let id: string;
let undisturbed: string;

beforeAll(async () => {
  bench = await Bench.make();
  file = await bench.spec("sweep.yaml", spec);
  id = await bench.sweepId(file);
  const run = await bench.run(["run", file, "--store", bench.store(), "--threads", "1"]);
  expect(run.code, run.stderr).toBe(0);
  undisturbed = await bench.digest(id);
}, 180_000);

afterAll(() => bench?.close());

/** Every pair (chain, generation) is there once, all bytes are what they should be, and the numbers are those of one run alone. */
async function isWhole(store: string): Promise<void> {
  const counts = "SELECT count(*) AS rows, count(DISTINCT (chain_id, generation)) AS pairs FROM generations";
  const { stdout } = await bench.run(["query", id, counts, "--store", store, "--json"]);
  expect(JSON.parse(stdout)).toEqual([{ rows: chains * generations, pairs: chains * generations }]);
  const fsck = await bench.run(["fsck", id, "--store", store]);
  expect(fsck.code, fsck.stdout + fsck.stderr).toBe(0);
  expect(await bench.digest(id, store)).toBe(undisturbed);
}

/** How many times the sweep was begun on this bench's server. */
async function sweepsBegun(address: string): Promise<number> {
  const connection = await Connection.connect({ address });
  try {
    return (await new Client({ connection }).workflow.count('WorkflowType = "sweep"')).count;
  } finally {
    await connection.close();
  }
}

describe("two `ouro run` of one sweep at once", () => {
  it("on one server: the sweep is begun once, both work on it, and both end with its result", async () => {
    const store = bench.store("one-server");
    const { stdout: address } = await bench.run(["server", "start"]);
    const before = await sweepsBegun(address.trim());
    const args = ["run", file, "--store", store, "--threads", "1", "--budget", "0.1", "--json"];
    const runs = await Promise.all([bench.run(args), bench.run(args)]);
    for (const { code, stdout, stderr } of runs) {
      expect(code, stderr).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ chains, failed: 0 });
    }
    expect((await sweepsBegun(address.trim())) - before).toBe(1);
    await isWhole(store);
  }, 120_000);

  it("on two servers that know nothing of each other: the store lets one of them commit each step", async () => {
    const store = bench.store("two-servers");
    const elsewhere = { XDG_DATA_HOME: join(bench.folder, "elsewhere") };
    const args = ["run", file, "--store", store, "--threads", "1", "--budget", "0.1"];
    try {
      const runs = await Promise.all([bench.run(args), bench.run(args, elsewhere)]);
      for (const { code, stderr } of runs) expect(code, stderr).toBe(0);
    } finally {
      await bench.run(["server", "stop"], elsewhere);
    }
    await isWhole(store);
  }, 120_000);
});

it("two submits at once begin one sweep, and both say which", async () => {
  const store = bench.store("submitted");
  const { stdout: address } = await bench.run(["server", "start"]);
  const args = ["submit", file, "--store", store, "--address", address.trim(), "--json"];
  const before = await sweepsBegun(address.trim());
  const submits = await Promise.all([bench.run(args), bench.run(args), bench.run(args)]);
  const said = submits.map(({ code, stdout, stderr }) => {
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout) as { sweepId: string; runId: string };
  });
  expect(new Set(said.map(({ runId }) => runId)).size).toBe(1);
  expect(said[0]?.sweepId).toBe(id);
  expect((await sweepsBegun(address.trim())) - before).toBe(1);
  const joined = await bench.run(["run", file, "--store", store, "--threads", "1"]);
  expect(joined.code, joined.stderr).toBe(0);
  expect((await sweepsBegun(address.trim())) - before).toBe(1);
  await isWhole(store);
}, 120_000);

describe("two compactions at once, in processes of their own", () => {
  const dataset = (): string => join(bench.store(), id, "dataset");

  it("make one dataset", async () => {
    await rm(dataset(), { recursive: true });
    const both = [await Publisher.make(), await Publisher.make()];
    const made = await Promise.all(both.map((publisher) => publisher.publish()));
    expect(made).toEqual([
      { digest: undisturbed, snapshot: 1 },
      { digest: undisturbed, snapshot: 1 },
    ]);
    expect(await readdir(join(dataset(), "snapshots"))).toHaveLength(1);
    await isWhole(bench.store());
  }, 60_000);

  it.each([0.3, 0.6, 0.9])(
    "make one dataset where one is killed after a share of %f of its time",
    async (share) => {
      await rm(dataset(), { recursive: true });
      const alone = await Publisher.make();
      const began = performance.now();
      await alone.publish();
      const takesMs = performance.now() - began;

      await rm(dataset(), { recursive: true });
      const [killed, other] = [await Publisher.make(), await Publisher.make()];
      const [, made] = await Promise.all([killed.publish(share * takesMs), other.publish()]);
      expect(made?.digest).toBe(undisturbed);
      await isWhole(bench.store());
    },
    60_000,
  );
});

interface Made {
  readonly digest: string;
  readonly snapshot: number;
}

/** A process that has all it needs in memory and waits for the word, so that two begin in the same moment. */
class Publisher {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async make(): Promise<Publisher> {
    const child = fork(publisher, [bench.store(), id]);
    await once(child, "message");
    return new Publisher(child);
  }

  /** @returns what it published; undefined where it was killed before it had ended */
  async publish(killAfterMs?: number): Promise<Made | undefined> {
    let made: Made | undefined;
    this.#child.once("message", (message) => {
      made = message as Made;
    });
    this.#child.send("go");
    const timer = killAfterMs && setTimeout(() => this.#child.kill("SIGKILL"), killAfterMs);
    await once(this.#child, "exit");
    clearTimeout(timer);
    return made;
  }
}
