interface Publication {
  readonly rows: number;
  readonly ended: Promise<void>;
}

/**
 * Publications under way in one worker, which share its main thread: while that of a smaller sweep is made, those of
 * larger ones stand still between two pieces of their work, for which nobody waits as long.
 */
export class Publications {
  readonly #underWay: Set<Publication> = new Set();

  /**
   * Makes one.
   *
   * @param rows of the sweep when it is complete
   * @param work is given what to await between two pieces of it. New smaller ones are found there the next time, so that
   * a crowd of them slows a large one down and does not stop it.
   */
  async make<Made>(rows: number, work: (letOthers: () => Promise<void>) => Promise<Made>): Promise<Made> {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const publication = { rows, ended };
    this.#underWay.add(publication);
    try {
      return await work(async () => {
        const smaller = [...this.#underWay].filter((other) => other.rows < rows);
        await Promise.all(smaller.map((other) => other.ended));
      });
    } finally {
      this.#underWay.delete(publication);
      end();
    }
  }
}
