/** Things that one fault at a time may hold, by name. */
export class Locks {
  readonly #last: Map<string, Promise<void>> = new Map();

  /** Runs `work` while it holds all of `names`; they are taken in one order, so that two holders never wait for each other. */
  async holding<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    const releases: (() => void)[] = [];
    try {
      for (const name of [...new Set(names)].sort()) releases.push(await this.#take(name));
      return await work();
    } finally {
      for (const release of releases) release();
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
