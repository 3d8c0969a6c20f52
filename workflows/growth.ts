import { condition, isCancellation } from "@temporalio/workflow";
import type { CohortRange } from "../src/core/cell.ts";

/** Adds cohorts that have ended to the dataset. @returns whether that was worth it */
type Grow = (ranges: readonly CohortRange[]) => Promise<boolean>;

/**
 * Adds to the dataset what has ended while the rest of a sweep goes on: one call at a time. What was not worth it yet is
 * offered again once there is half as much more, so that the calls of a sweep that is never worth it stay few. A call
 * that fails does no harm: in the end all is published.
 */
export class DatasetGrowth {
  readonly #grow: Grow;
  readonly #goesOn: () => boolean;
  #pending: CohortRange[];
  #ended = 0;
  #enough = 1;
  #closed = false;

  /**
   * @param goesOn whether anything is still under way: what has ended with the rest is published with it
   * @param pending cohorts that ended before and were not added
   */
  constructor(grow: Grow, goesOn: () => boolean, pending: readonly CohortRange[]) {
    this.#grow = grow;
    this.#goesOn = goesOn;
    this.#pending = [...pending];
  }

  /** Cohorts that have ended and are not added. */
  get pending(): readonly CohortRange[] {
    return this.#pending;
  }

  /** Takes note of cohorts that have ended. */
  add(range: CohortRange): void {
    this.#pending = joined([...this.#pending, range]);
    this.#ended++;
  }

  /** Works until {@link close}, or until the sweep is cancelled; a call under way is awaited. */
  async run(): Promise<void> {
    try {
      for (;;) {
        await condition(() => this.#closed || (this.#goesOn() && this.#ended >= this.#enough));
        if (this.#closed) return;
        await this.#offer();
      }
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
  }

  /** Nothing more is to be added. */
  close(): void {
    this.#closed = true;
  }

  async #offer(): Promise<void> {
    const [offered, ended] = [this.#pending, this.#ended];
    this.#pending = [];
    let added = false;
    try {
      added = await this.#grow(offered);
    } catch (error) {
      if (isCancellation(error)) throw error;
    }
    if (added) this.#ended -= ended;
    else this.#pending = joined([...offered, ...this.#pending]);
    this.#enough = added ? 1 : ended + Math.ceil(ended / 2);
  }
}

/** Ranges in order, those that touch as one. */
function joined(ranges: readonly CohortRange[]): CohortRange[] {
  const all: CohortRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && last.to >= range.from)
      all[all.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else all.push(range);
  }
  return all;
}
