import { condition, isCancellation } from "@temporalio/workflow";
import type { CohortRange } from "../src/core/cell.ts";
import { joined } from "./ranges.ts";

/**
 * Adds cohorts that have ended to the dataset.
 *
 * @param told whether that is due to what shards under way tell
 * @returns whether it was worth it
 */
type Grow = (ranges: readonly CohortRange[], told: boolean) => Promise<boolean>;

/**
 * Adds to the dataset what has ended while the rest of a sweep goes on: one call at a time. Shards that have ended are
 * offered at once, and where they were not worth it again once there is half as much more; what shards under way tell of
 * is offered after a while, and where it was not worth it again after twice as long. So the calls of a sweep that is
 * never worth it stay few. A call that fails does no harm: in the end all is published.
 */
export class DatasetGrowth {
  readonly #grow: Grow;
  readonly #goesOn: () => boolean;
  readonly #leastMs: number;
  #pending: CohortRange[];
  #ended = 0;
  #enough = 1;
  #told = false;
  #waitMs: number;
  #closed = false;

  /**
   * @param goesOn whether anything is still under way: what has ended with the rest is published with it
   * @param pending cohorts that ended before and were not added
   * @param leastSeconds from what is told to its offer; 0 where shards tell nothing
   */
  constructor(grow: Grow, goesOn: () => boolean, pending: readonly CohortRange[], leastSeconds = 0) {
    this.#grow = grow;
    this.#goesOn = goesOn;
    this.#pending = [...pending];
    this.#leastMs = 1000 * leastSeconds;
    this.#waitMs = this.#leastMs;
  }

  /** Cohorts that have ended and are not added. */
  get pending(): readonly CohortRange[] {
    return this.#pending;
  }

  /** Takes note of a shard that has ended. */
  add(range: CohortRange): void {
    this.#pending = joined([...this.#pending, range]);
    this.#ended++;
  }

  /** Takes note of cohorts that have ended in a shard that goes on. */
  tell(ranges: readonly CohortRange[]): void {
    this.#pending = joined([...this.#pending, ...ranges]);
    this.#told = true;
  }

  /** Works until {@link close}, or until the sweep is cancelled; a call under way is awaited. */
  async run(): Promise<void> {
    try {
      for (;;) {
        await condition(() => this.#closed || this.#shardsEnded() || (this.#told && this.#goesOn()));
        if (!this.#closed && !this.#shardsEnded())
          await condition(() => this.#closed || this.#shardsEnded(), this.#waitMs);
        if (this.#closed) return;
        if (this.#goesOn()) await this.#offer();
      }
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
  }

  /** Nothing more is to be added. */
  close(): void {
    this.#closed = true;
  }

  #shardsEnded(): boolean {
    return this.#ended >= this.#enough && this.#goesOn();
  }

  async #offer(): Promise<void> {
    const [offered, ended, told] = [this.#pending, this.#ended, !this.#shardsEnded()];
    this.#pending = [];
    this.#told = false;
    let added = false;
    try {
      added = await this.#grow(offered, told);
    } catch (error) {
      if (isCancellation(error)) throw error;
    }
    if (added) this.#ended -= ended;
    else this.#pending = joined([...offered, ...this.#pending]);
    this.#enough = added ? 1 : Math.max(1, ended + Math.ceil(ended / 2));
    this.#waitMs = added ? this.#leastMs : 2 * this.#waitMs;
    // Histories of sweeps whose shards tell nothing have no timers.
    if (!added && this.#leastMs > 0) this.#told = true;
  }
}
