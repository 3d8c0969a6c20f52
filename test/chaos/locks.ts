/** Things that one fault at a time may hold, by name. */
export class Locks {
  readonly #last: Map<string, Promise<void>> = new Map();
  /** How many hold or wait for each. */
  readonly #wanted: Map<string, number> = new Map();

  /** Whether nobody holds or waits for any of `names`. */
  free(names: readonly string[]): boolean {
    return names.every((name) => !this.#wanted.get(name));
  }

  /** Runs `work` while it holds all of `names`; they are taken in one order, so that two holders never wait for each other. */
  async holding<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    const wanted = [...new Set(names)].sort();
    for (const name of wanted) this.#wanted.set(name, (this.#wanted.get(name) ?? 0) + 1);
    const releases: (() => void)[] = [];
    try {
      for (const name of wanted) releases.push(await this.#take(name));
      return await work();
    } finally {
      for (const release of releases) release();
      for (const name of wanted) this.#wanted.set(name, (this.#wanted.get(name) ?? 1) - 1);
    }
  }

  async #take(name: string): Promise<() => void> {
    const before = this.#last.get(name);
    const { promise, release } = latch();
    this.#last.set(name, promise);
    await before;
    return release;
  }
}

/** A promise and what resolves it. */
export interface Latch {
  readonly promise: Promise<void>;
  release(): void;
}

export function latch(): Latch {
  let release = (): void => undefined;
  const promise = new Promise<void>((done) => {
    release = done;
  });
  return { promise, release };
}
