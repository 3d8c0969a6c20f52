import { parseArgs } from "node:util";

export interface Options {
  readonly seed: number;
  readonly faults: number;
  /** Goes on for so long instead, over all stores, however many faults that makes. */
  readonly minutes: number | undefined;
  /** Seconds between two faults, on average. */
  readonly pace: number;
  readonly stores: readonly ("file" | "s3")[];
  readonly server: "embedded" | "postgres";
  readonly workers: number;
  /** Whether worker, S3 server and the rest are on hosts of their own, where this user may make networks. */
  readonly hosts: boolean;
  /** Only faults whose name contains one of these. */
  readonly only: readonly string[];
  /** A version that takes turns with this one: a commit, or the next one with a step more in its workflows. */
  readonly upgrade: string | undefined;
  readonly keep: boolean;
}

export const usage = `npm run test:chaos -- [options]

  --seed N          which faults strike where and when; random unless given, and printed
  --faults K        faults in each store that hit something (200)
  --minutes M       a soak: faults for M minutes instead, shared by the stores; progress is told once a minute
  --pace S          seconds between two faults, on average (0.4)
  --store LIST      file, s3 or both (file,s3)
  --server KIND     embedded or postgres, whose programs are built at the first use (embedded)
  --workers N       worker processes beside the run (3)
  --one-host        no networks of their own for the first worker and the S3 server
  --only LIST       faults whose names contain one of these words
  --upgrade OTHER   workers change between this version and the build of a commit, or, with "patched",
                    one whose workflows have a step more
  --keep            leave logs and store behind, after success too`;

/** @returns undefined where only help is wanted. @throws {Error} when they cannot be meant */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string" },
      faults: { type: "string", default: "200" },
      minutes: { type: "string" },
      pace: { type: "string", default: "0.4" },
      store: { type: "string", default: "file,s3" },
      server: { type: "string", default: "embedded" },
      workers: { type: "string", default: "3" },
      "one-host": { type: "boolean", default: false },
      only: { type: "string", default: "" },
      upgrade: { type: "string" },
      help: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const stores = values.store.split(",");
  if (!stores.every((store) => store === "file" || store === "s3"))
    throw new Error(`--store must be file, s3 or file,s3; got ${values.store}.`);
  if (values.server !== "embedded" && values.server !== "postgres")
    throw new Error(`--server must be embedded or postgres; got ${values.server}.`);
  return {
    seed: above(values.seed ?? String(Math.floor(Math.random() * 1e6)), "--seed", 0),
    faults: above(values.faults, "--faults", 1),
    minutes: values.minutes === undefined ? undefined : above(values.minutes, "--minutes", 0.1),
    pace: above(values.pace, "--pace", 0.1),
    stores,
    server: values.server,
    workers: above(values.workers, "--workers", 1),
    hosts: !values["one-host"],
    only: values.only.split(",").filter(Boolean),
    upgrade: values.upgrade,
    keep: values.keep,
  };
}

function above(raw: string, name: string, least: number): number {
  const value = Number(raw);
  if (!(value >= least)) throw new Error(`${name} must be a number of at least ${least}; got ${raw}.`);
  return value;
}
