import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MockActivityEnvironment } from "@temporalio/testing";
import { DefaultLogger } from "@temporalio/worker";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advanceActivities } from "../../activities/advance.ts";
import { SweepCatalog } from "../../activities/catalog.ts";
import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import { datasetActivities } from "../../activities/dataset.ts";
import { OwnCommits } from "../../src/storage/own-commits.ts";
import { Publications } from "../../activities/publications.ts";
import { finalErrors, VersionError } from "../../src/core/errors.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/storage/checkpoint.ts";
import { newestCheckpoint } from "../../src/storage/checkpoints.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { rowSums } from "../../src/storage/row-sums.ts";
import { datasetDigest, type DigestedRows } from "../../src/storage/dataset/digest.ts";
import { newestManifestKey, readManifest } from "../../src/storage/dataset/manifest.ts";
import { checkpointKey, quarantineFolder } from "../../src/storage/layout.ts";
import { openStore } from "../../src/storage/open.ts";
import { decodePart } from "../../src/storage/decode-part.ts";
import { registerSweep } from "../../src/storage/registration.ts";
import { isPart } from "../../src/storage/set-aside.ts";
import type { Store } from "../../src/storage/store.ts";
import type { CohortProgress } from "../../workflows/messages.ts";
import { findS3Binary } from "../support/s3.ts";
import { withS3 } from "../support/s3-environment.ts";

const spec = (name: string): string =>
  `{name: ${name}, family: gaussian, parameters: {samples: {grid: [5, 6]}}, regime: accumulate, generations: 6, replicates: 3, checkpoint: {every: 2}}`;

let pool: ComputePool;
let folder: string;
beforeAll(async () => {
  pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
  folder = await mkdtemp(join(tmpdir(), "ouro-damage-"));
});
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A sweep of two cohorts in a store of its own, and the activities that work on it. */
class Sweep {
  readonly store: Store;
  readonly plan: Plan;
  /** Keys that a worker said it set aside. */
  readonly reported: string[] = [];
  readonly #catalog: SweepCatalog = new SweepCatalog();
  readonly #own: OwnCommits = new OwnCommits();

  static async begin(url: string, name = "damage"): Promise<Sweep> {
    const store = openStore(url);
    const text = spec(name);
    return new Sweep(store, await registerSweep(store, planOf(parseSpec(text, "damage.json")), text));
  }

  private constructor(store: Store, plan: Plan) {
    this.store = store;
    this.plan = plan;
  }

  /** Advances a cohort to a generation, or as far as it goes. */
  async advance(cohort: number, generation = this.plan.generations): Promise<void> {
    const { advance } = advanceActivities({
      publications: new Publications(),
      own: this.#own,
      catalog: this.#catalog,
      pool,
      budgetMs: 10_000,
      draining: new AbortController().signal,
    });
    const ref = { store: this.store.url, sweepId: this.plan.sweepId, revision: 1, cohort };
    for (let at = -1; at < generation; ) {
      const progress: CohortProgress = await this.#environment().run(advance, ref);
      at = progress.generation;
    }
  }

  /** Publishes as the sweep's workflow does: what is missing is made, what fails is tried again. */
  async publish(): Promise<string> {
    const { publishDataset } = datasetActivities(this.#catalog, {
      ...{ memoryMiB: 256, threads: 1, publications: new Publications(), own: this.#own },
    });
    const ref = { store: this.store.url, sweepId: this.plan.sweepId, revision: 1 };
    for (let tries = 1; tries <= 4; tries++) {
      const missing = await this.#environment()
        .run(publishDataset, ref)
        .catch(() => 1);
      if (missing === 0) break;
      for (const cohort of [0, 1]) await this.advance(cohort);
    }
    return (await readManifest(this.store, this.plan.sweepId))?.digest ?? "nothing published";
  }

  /** The digest of all rows that the newest checkpoints vouch for. */
  async digest(): Promise<string> {
    const digested: DigestedRows[] = [];
    for (const cohort of [0, 1])
      for (const entry of (await newestCheckpoint(this.store, cohortIdentity(this.plan, cohort)))?.parts ??
        []) {
        const bytes = await this.store.read(entry.key);
        if (!isPart(bytes, entry)) throw new Error(`${entry.key} is not what was committed`);
        const { facts, segment, metrics } = await decodePart(bytes, entry.key);
        const sums = rowSums(facts.first, segment);
        digested.push({ cellId: facts.cellId, rows: entry.rows, sums, metrics: [metrics.join(",")] });
      }
    return datasetDigest(digested);
  }

  /** The newest checkpoint of the first cohort, after generation 4: its key and bytes. */
  async newest(cohort = 0): Promise<{ key: string; bytes: Uint8Array }> {
    return await this.blob(checkpointKey(cohortIdentity(this.plan, cohort), 2));
  }

  async blob(key: string): Promise<{ key: string; bytes: Uint8Array }> {
    const bytes = await this.store.read(key);
    if (bytes === undefined) throw new Error(`there is no ${key}`);
    return { key, bytes };
  }

  async quarantined(): Promise<number> {
    return (await this.store.list(quarantineFolder(this.plan.sweepId))).length;
  }

  #environment(): MockActivityEnvironment {
    const logger = new DefaultLogger("WARN", ({ message, meta }) => {
      if (message === "set aside") this.reported.push(String(meta?.["key"]));
    });
    return new MockActivityEnvironment({}, { logger });
  }
}

const flipped = (bytes: Uint8Array, at: number, mask: number): Uint8Array => {
  const changed = Uint8Array.from(bytes);
  changed[at % bytes.length] = (changed[at % bytes.length] ?? 0) ^ mask;
  return changed;
};

const s3Binary = await findS3Binary();
const server = withS3(s3Binary);

let stores = 0;
const kinds = [
  { kind: "folder", runs: 4, open: (): string => pathToFileURL(join(folder, `s${++stores}`)).href },
  { kind: "bucket", runs: 2, open: (): string => `s3://${server.bucket}/s${++stores}` },
];

describe.each(kinds)("in a $kind", ({ kind, runs, open }) => {
  const test = it.skipIf(kind === "bucket" && s3Binary === undefined);
  let digest = "";
  const undisturbed = async (): Promise<string> => {
    if (digest !== "") return digest;
    const sweep = await Sweep.begin(open());
    for (const cohort of [0, 1]) await sweep.advance(cohort);
    digest = await sweep.digest();
    return digest;
  };

  /** Both cohorts after generation 4, with two checkpoints each. */
  const half = async (): Promise<Sweep> => {
    const sweep = await Sweep.begin(open());
    for (const cohort of [0, 1]) await sweep.advance(cohort, 4);
    return sweep;
  };

  /** What was damaged is set aside and reported, and the sweep ends as it would have. */
  const mends = async (sweep: Sweep, key: string): Promise<void> => {
    for (const cohort of [0, 1]) await sweep.advance(cohort);
    expect(sweep.reported).toEqual([key]);
    expect(await sweep.quarantined()).toBe(1);
    expect(await sweep.digest()).toBe(await undisturbed());
  };

  test("a checkpoint with any byte changed is made anew", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const sweep = await half();
        const { key, bytes } = await sweep.newest();
        await sweep.store.write(key, flipped(bytes, at, mask));
        await mends(sweep, key);
      }),
      { seed: 6, numRuns: runs },
    );
  });

  test("a checkpoint that was cut anywhere is made anew", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (length) => {
        const sweep = await half();
        const { key, bytes } = await sweep.newest();
        await sweep.store.write(key, bytes.slice(0, length % bytes.length));
        await mends(sweep, key);
      }),
      { seed: 6, numRuns: runs },
    );
  });

  test.each([
    ["another cohort's", (sweep: Sweep) => sweep.newest(1)],
    [
      "an older one of the same cohort",
      (sweep: Sweep) => sweep.blob(checkpointKey(cohortIdentity(sweep.plan, 0), 0)),
    ],
    [
      "another sweep's",
      async (sweep: Sweep) => {
        const other = await Sweep.begin(sweep.store.url, "other");
        await other.advance(0, 4);
        return await other.newest();
      },
    ],
  ])("a checkpoint that is %s is made anew", async (_, other) => {
    const sweep = await half();
    const { key } = await sweep.newest();
    await sweep.store.write(key, (await other(sweep)).bytes);
    await mends(sweep, key);
  });

  test("a part that was cut or is gone takes its checkpoint with it, and is made anew", async () => {
    for (const damage of ["cut", "gone"]) {
      const sweep = await half();
      const { key: checkpoint } = await sweep.newest();
      const newest = await newestCheckpoint(sweep.store, cohortIdentity(sweep.plan, 0));
      const { key, bytes } = await sweep.blob(newest?.parts[1]?.key ?? "");
      if (damage === "gone") await sweep.store.remove(key);
      else await sweep.store.write(key, bytes.slice(0, 100));
      await mends(sweep, checkpoint);
    }
  });

  test("parts that were changed or swapped are noticed by the dataset at the latest, and are made anew", async () => {
    const sweep = await half();
    const [mine, theirs] = await Promise.all(
      [0, 1].map((cohort) => newestCheckpoint(sweep.store, cohortIdentity(sweep.plan, cohort))),
    );
    const { key, bytes } = await sweep.blob(mine?.parts[0]?.key ?? "");
    await sweep.store.write(key, flipped(bytes, 300, 8));
    const foreign = await sweep.blob(mine?.parts[1]?.key ?? "");
    await sweep.store.write(theirs?.parts[1]?.key ?? "", foreign.bytes);
    for (const cohort of [0, 1]) await sweep.advance(cohort);
    expect(await sweep.publish()).toBe(await undisturbed());
    expect(await sweep.digest()).toBe(await undisturbed());
  });

  test("a checkpoint of another numerics version is left to a worker of that version, says what to do, and stays", async () => {
    const sweep = await half();
    const { key, bytes } = await sweep.newest();
    const checkpoint = decodeCheckpoint(bytes, cohortIdentity(sweep.plan, 0), key);
    const other = encodeCheckpoint({ ...checkpoint, numericsVersion: 999 });
    await sweep.store.write(key, other);
    const refused = await sweep.advance(0).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(VersionError);
    expect(finalErrors).not.toContain((refused as Error).name);
    expect(String(refused)).toMatch(/version 999.*must not mix.*package that began it.*another --store/);
    expect(Buffer.compare((await sweep.blob(key)).bytes, other)).toBe(0);
    expect([await sweep.quarantined(), sweep.reported]).toEqual([0, []]);
  });

  test("a snapshot whose manifest was changed is made anew from the parts", async () => {
    const sweep = await half();
    const published = await sweep.publish();
    // `manifest.json` is its copy.
    const { key, bytes } = await sweep.blob(await newestManifestKey(sweep.store, sweep.plan.sweepId));
    await sweep.store.write(key, flipped(bytes, bytes.length >> 1, 1));
    expect(await sweep.publish()).toBe(published);
    expect(sweep.reported).toEqual([key]);
  });
});
