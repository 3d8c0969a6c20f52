import { begunAnew, type Mark, marked } from "./marks.ts";
import type { CohortWork, Counters, ShardReport } from "./messages.ts";

interface OpenCohort {
  /** Chain-generations in all, and those that are done. */
  readonly generations: number;
  readonly done: number;
  /** That all of it is expected to take. */
  readonly seconds: number;
}

/** How far the cohorts of a shard are that have work left, and how the shard came to where it is. */
export class Ledger {
  readonly #open: Map<number, OpenCohort> = new Map();
  /** That those were expected to take that have ended. */
  #seconds = 0;
  #past: readonly Mark[] = [];

  /**
   * Begins with what is left.
   *
   * @param seconds that cohorts were expected to take that have ended before
   */
  open(cohorts: readonly number[], work: readonly CohortWork[] = [], seconds = 0): void {
    this.#open.clear();
    this.#seconds = seconds;
    for (const [i, cohort] of cohorts.entries()) {
      const [generations, done, expected] = work[i] ?? [0, 0, 0];
      this.#open.set(cohort, { generations, done, seconds: expected });
    }
  }

  /** Takes note of how many chain-generations of a cohort are done. */
  advanced(cohort: number, done: number): void {
    const open = this.#open.get(cohort);
    if (open) this.#open.set(cohort, { ...open, done });
  }

  ended(cohort: number): void {
    this.#seconds += this.#open.get(cohort)?.seconds ?? 0;
    this.#open.delete(cohort);
  }

  /** Remembers how far it is at a time in milliseconds. */
  mark(now: number, done: Counters): void {
    let seconds = this.#seconds;
    for (const open of this.#open.values())
      if (open.generations > 0) seconds += (open.seconds * open.done) / open.generations;
    this.#past = marked(this.#past, [now, this.#generations(done), Number(seconds.toPrecision(7))]);
  }

  /** Forgets how it came to where it is: while it was paused nothing moved. */
  goesOn(now: number): void {
    this.#past = begunAnew(this.#past, now);
  }

  /** @param done what cohorts count that have ended */
  report(done: Counters): ShardReport {
    return { ...done, generations: this.#generations(done), past: this.#past };
  }

  #generations({ generations }: Counters): number {
    let sum = generations;
    for (const { done } of this.#open.values()) sum += done;
    return sum;
  }
}
