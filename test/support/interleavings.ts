import { createHash } from "node:crypto";
import type { Store } from "../../src/storage/store.ts";
import { memoryStore } from "./memory-store.ts";

/** One of those who work on a store at the same time: the product's own code, which may await nothing but the store. */
export type Actor<Fact> = (store: Store, tell: (fact: Fact) => void) => Promise<void>;

/** What an order of operations led to: one state among all that can be. */
export interface Reached<Fact> {
  /** What the store holds, in a store of its own that nobody else sees. */
  readonly store: Store;
  /** Equal for equal blobs. */
  readonly blobs: string;
  /** What each actor has told so far. */
  readonly facts: readonly (readonly Fact[])[];
  /** What each actor threw; undefined while it works or when it ended well. */
  readonly errors: readonly unknown[];
  /** Nobody has anything left to do. */
  readonly ended: boolean;
  /** Whose operation came when: how to come here again. */
  readonly path: readonly number[];
}

/**
 * Runs actors in every order of their operations on a store and shows every state that can be reached, each once. Since an
 * actor that is never continued is an actor that crashed, these are the states after a crash at every step too.
 *
 * An actor's state is a function of the results that its operations gave, so two orders that lead to the same blobs
 * and the same results are one state, and only one of them is followed further.
 *
 * @returns how many states there are
 */
export async function everyInterleaving<Fact>(
  blobs: ReadonlyMap<string, Uint8Array>,
  actors: readonly Actor<Fact>[],
  look: (reached: Reached<Fact>) => Promise<void>,
): Promise<number> {
  const seen = new Set<string>();
  const paths: number[][] = [[]];
  for (let path = paths.pop(); path; path = paths.pop()) {
    const world = await World.begin(blobs, actors);
    for (const index of path) await world.step(index);
    for (;;) {
      const state = world.state();
      if (seen.has(state)) break;
      seen.add(state);
      await look(world.reached(path));
      const [next, ...others] = world.waiting();
      for (const other of others) paths.push([...path, other]);
      if (next === undefined) break;
      await world.step(next);
      path = [...path, next];
    }
  }
  return seen.size;
}

const digest = (...pieces: (string | Uint8Array)[]): string => {
  const hash = createHash("sha1");
  for (const piece of pieces) hash.update(piece).update("\0");
  return hash.digest("base64");
};

/** Actors at their next operations, and the blobs that they share. */
class World<Fact> {
  readonly #blobs: Map<string, Uint8Array>;
  readonly #histories: string[];
  readonly #facts: Fact[][];
  readonly #errors: unknown[];
  readonly #goOn: ((() => void) | undefined)[] = [];
  readonly #arrived: (() => void)[] = [];

  static async begin<Fact>(
    blobs: ReadonlyMap<string, Uint8Array>,
    actors: readonly Actor<Fact>[],
  ): Promise<World<Fact>> {
    const world = new World<Fact>(blobs, actors.length);
    for (const [index, actor] of actors.entries()) {
      const arrived = world.#arrival(index);
      actor(world.#storeOf(index), (fact) => world.#facts[index].push(fact)).then(
        () => world.#arrived[index](),
        (error: unknown) => {
          world.#errors[index] = error;
          world.#arrived[index]();
        },
      );
      await arrived;
    }
    return world;
  }

  private constructor(blobs: ReadonlyMap<string, Uint8Array>, actors: number) {
    this.#blobs = new Map(blobs);
    this.#histories = new Array<string>(actors).fill("");
    this.#facts = Array.from({ length: actors }, () => []);
    this.#errors = new Array<unknown>(actors).fill(undefined);
  }

  /** Actors that stand before an operation. */
  waiting(): number[] {
    return this.#histories.flatMap((_, index) => (this.#goOn[index] ? [index] : []));
  }

  /** Lets an actor do its next operation and go on until it stands before another, or has ended. */
  async step(index: number): Promise<void> {
    const goOn = this.#goOn[index];
    this.#goOn[index] = undefined;
    const arrived = this.#arrival(index);
    goOn?.();
    await arrived;
  }

  state(): string {
    return digest(this.#contents(), ...this.#histories);
  }

  #contents(): string {
    return digest(...[...this.#blobs].map(([key, bytes]) => `${key} ${digestOf(bytes)}`).sort());
  }

  reached(path: readonly number[]): Reached<Fact> {
    return {
      store: memoryStore(new Map(this.#blobs)),
      blobs: this.#contents(),
      facts: this.#facts.map((facts) => [...facts]),
      errors: [...this.#errors],
      ended: this.waiting().length === 0,
      path,
    };
  }

  #arrival(index: number): Promise<void> {
    return new Promise((arrived) => {
      this.#arrived[index] = arrived;
    });
  }

  #storeOf(index: number): Store {
    const inner = memoryStore(this.#blobs);
    const scheduled =
      <Arguments extends unknown[], Result>(operation: (...given: Arguments) => Promise<Result>) =>
      async (...given: Arguments): Promise<Result> => {
        if (this.#goOn[index]) throw new Error("an actor does one operation at a time");
        await new Promise<void>((goOn) => {
          this.#goOn[index] = goOn;
          this.#arrived[index]();
        });
        const result = await operation(...given);
        const shown = result instanceof Uint8Array ? digestOf(result) : (JSON.stringify(result) ?? "");
        this.#histories[index] = digest(this.#histories[index], shown);
        return result;
      };
    return {
      ...inner,
      read: scheduled(inner.read),
      write: scheduled(inner.write),
      create: scheduled(inner.create),
      list: scheduled(inner.list),
      folders: scheduled(inner.folders),
      remove: scheduled(inner.remove),
    };
  }
}

const digests = new WeakMap<Uint8Array, string>();

function digestOf(bytes: Uint8Array): string {
  const made = digests.get(bytes) ?? digest(bytes);
  digests.set(bytes, made);
  return made;
}
