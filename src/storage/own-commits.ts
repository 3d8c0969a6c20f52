import { dirname } from "node:path/posix";
import type { Checkpoint } from "./checkpoint.ts";
import type { Entry, Store } from "./store.ts";

/** What a checkpoint says, but for the state: all that is wanted by whoever does not go on from it. */
export type CommittedFacts = Omit<Checkpoint, "state">;

/** Where a checkpoint lies, and its size. */
type Place = Pick<Entry, "key" | "size">;

interface Commit {
  readonly place: Place;
  readonly facts: CommittedFacts;
}

/** Bytes that facts take, about: of each cohort, and of each of its chains. */
const bytesOf = { cohort: 2048, chain: 9 } as const;
const mostBytes = 2 ** 26;

/**
 * The newest commits of this process, without their states: what it wrote itself a moment ago it need not read and hash
 * once more to say what is there. States of families that keep past models are larger than all rows of their chains.
 */
export class OwnCommits {
  readonly #commits: Map<string, Commit> = new Map();
  #bytes = 0;

  /** Keeps what a checkpoint says that was just written; the oldest are forgotten where they become too many. */
  keep(store: Store, place: Place, { state: _, ...facts }: Checkpoint): void {
    this.#forget(nameOf(store, place.key));
    this.#commits.set(nameOf(store, place.key), { place, facts });
    this.#bytes += sizeOf(facts);
    for (const oldest of this.#commits.keys()) {
      if (this.#bytes <= mostBytes) break;
      this.#forget(oldest);
    }
  }

  /** What the checkpoint says that lies there; undefined where this process did not write it, or no longer knows. */
  find(store: Store, { key, size }: Place): CommittedFacts | undefined {
    const commit = this.#commits.get(nameOf(store, key));
    return commit?.place.key === key && commit.place.size === size ? commit.facts : undefined;
  }

  #forget(name: string): void {
    const commit = this.#commits.get(name);
    if (commit === undefined) return;
    this.#commits.delete(name);
    this.#bytes -= sizeOf(commit.facts);
  }
}

/** One name a cohort: of its checkpoints the newest counts. */
function nameOf({ url }: Store, key: string): string {
  return `${url}\n${dirname(key)}`;
}

function sizeOf({ count, parts }: CommittedFacts): number {
  return bytesOf.cohort * Math.max(1, parts.length) + bytesOf.chain * count;
}
