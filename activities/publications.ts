interface Publication {
  readonly rows: number;
  readonly ended: Promise<void>;
}

/** How many times as large a sweep is whose chains stand still as well: it loses a hundredth of its own publication's time. */
const muchLarger = 100;

/**
 * Publications under way in one worker, which share its cores: while that of a smaller sweep is made, those of
 * larger ones stand still between two pieces of their work, for which nobody waits as long, and so do chains of much
 * larger ones between two steps.
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
      return await work(() => this.#endOf((other) => other.rows < rows));
    } finally {
      this.#underWay.delete(publication);
      end();
    }
  }

  /**
   * What a step of a chain awaits before it computes.
   *
   * @param rows of its sweep when it is complete
   */
  async letMuchSmaller(rows: number): Promise<void> {
    await this.#endOf((other) => muchLarger * other.rows <= rows);
  }

  async #endOf(are: (publication: Publication) => boolean): Promise<void> {
    await Promise.all([...this.#underWay].filter(are).map(({ ended }) => ended));
  }
}
