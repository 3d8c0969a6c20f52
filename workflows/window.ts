import { type ChildWorkflowHandle, condition } from "@temporalio/workflow";
import { setPausedSignal, wrapUpSignal } from "./handlers.ts";
import { add, type Counters, nothing } from "./messages.ts";

/** What the window needs of a child, whatever its arguments. */
type Child = Pick<ChildWorkflowHandle<() => Promise<Counters>>, "workflowId" | "signal" | "result">;

/** Child workflows in flight: at most `width` of them, each awaited; a change of pause travels to them. */
export class ChildWindow {
  done: Counters;
  paused: boolean;
  readonly #width: number;
  readonly #handles: Map<number, Child | undefined> = new Map();
  #failure: Error | undefined;
  #closed = false;

  constructor(width: number, paused: boolean, done: Counters = nothing) {
    this.#width = width;
    this.paused = paused;
    this.done = done;
  }

  has(key: number): boolean {
    return this.#handles.has(key);
  }

  /** Workflow ids of the children that have started and not ended. */
  ids(): string[] {
    return this.#started().map((child) => child.workflowId);
  }

  /** Waits until another child may start; false where none should: one has failed, or the window was closed. */
  async room(): Promise<boolean> {
    await condition(() => !this.open || (!this.paused && this.#handles.size < this.#width));
    return this.open;
  }

  /** Whether children may still be started. */
  get open(): boolean {
    return this.#failure === undefined && !this.#closed;
  }

  /** No more children from now on; those in flight are told so as well. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#started().map((child) => tell(child.signal(wrapUpSignal))));
  }

  /** Children may start again. */
  reopen(): void {
    this.#closed = false;
  }

  /** Starts a child and follows it to its end; `ended` is called when it came to a good one. */
  add(key: number, start: (paused: boolean) => Promise<Child>, ended?: () => void): void {
    this.#handles.set(key, undefined);
    void this.#follow(key, start, ended);
  }

  async setPaused(paused: boolean): Promise<void> {
    this.paused = paused;
    await Promise.all(this.#started().map((child) => tell(child.signal(setPausedSignal, paused))));
  }

  /** Waits until every child has ended. */
  async drained(): Promise<void> {
    await condition(() => this.#handles.size === 0);
  }

  /** Throws what the first failed child threw. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #started(): Child[] {
    return [...this.#handles.values()].filter((child) => child !== undefined);
  }

  async #follow(
    key: number,
    start: (paused: boolean) => Promise<Child>,
    ended: (() => void) | undefined,
  ): Promise<void> {
    const told = this.paused;
    try {
      const child = await start(told);
      this.#handles.set(key, child);
      if (this.paused !== told) await tell(child.signal(setPausedSignal, this.paused));
      if (this.#closed) await tell(child.signal(wrapUpSignal));
      // Others end while this one is awaited: what is done is read after, not before.
      const counters = await child.result();
      this.done = add(this.done, counters);
      ended?.();
    } catch (error) {
      this.#failure ??= error as Error;
    } finally {
      this.#handles.delete(key);
    }
  }
}

/** A child that ended between our look and our signal needs no signal. */
async function tell(signalled: Promise<void>): Promise<void> {
  await signalled.catch(() => undefined);
}
