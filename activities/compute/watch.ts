/** What a segment's thread and the pool tell each other, by place in the shared array. */
export const controls = {
  /** 1: end after the generation under way. */
  stop: 0,
  /** The generation under way; 0 before the thread has begun. */
  generation: 1,
} as const;

/** How often a thread is looked at. */
const tickMs = 400;

/** Looks at the thread of one segment: how long it has been with one generation, and whether it is to stop. */
export class Watch {
  readonly control: Int32Array = new Int32Array(new SharedArrayBuffer(4 * Object.keys(controls).length));
  /** Why the thread was ended, where a generation took too long. */
  overdue: string | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #end: () => void;
  #generation = 0;
  #spentMs = 0;

  /**
   * @param timeoutMs that one generation may take
   * @param onBeat is told the generation under way and its seconds so far
   * @param end ends the thread
   */
  constructor(
    timeoutMs: number,
    onBeat: ((generation: number, seconds: number) => void) | undefined,
    end: () => void,
  ) {
    this.#end = end;
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#look(Math.min(now - last, 2 * tickMs));
      last = now;
      if (this.#generation > 0) onBeat?.(this.#generation, this.#spentMs / 1000);
      if (this.#spentMs < timeoutMs) return;
      this.overdue = `Generation ${this.#generation} took longer than ${timeoutMs / 1000} s (--generation-timeout), and its thread was ended.`;
      end();
    }, tickMs);
  }

  /**
   * Tells the thread to stop when a signal fires, and ends it where that takes longer than `patienceMs`.
   *
   * @returns what undoes this
   */
  stopOn(signal: AbortSignal, patienceMs: number): () => void {
    let timer: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      Atomics.store(this.control, controls.stop, 1);
      timer = setTimeout(this.#end, patienceMs);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    return () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Time while the whole process stood still (a laptop asleep, SIGSTOP) is not held against the generation. */
  #look(elapsedMs: number): void {
    const generation = Atomics.load(this.control, controls.generation);
    this.#spentMs = generation === this.#generation && generation > 0 ? this.#spentMs + elapsedMs : 0;
    this.#generation = generation;
  }
}
