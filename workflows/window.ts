import { type ChildWorkflowHandle, condition } from "@temporalio/workflow";
import { setPausedSignal, wrapUpSignal } from "./handlers.ts";
import { add, type Counters, nothing } from "./messages.ts";

/** What the window needs of a child, whatever its arguments. */
type Child<Result> = Pick<ChildWorkflowHandle<() => Promise<Result>>, "workflowId" | "signal" | "result">;

/** How a place in a window is filled: by what came of work that needed no child, or by a child, told whether to pause. */
export type Begun<Result extends Counters> = Result | StartChild<Result>;
type StartChild<Result> = (paused: boolean) => Promise<Child<Result>>;

/** Child workflows in flight: at most `width` of them, each awaited; a change of pause travels to them. */
export class ChildWindow<Result extends Counters> {
  done: Counters;
  paused: boolean;
  readonly #width: number;
  readonly #handles: Map<number, Child<Result> | undefined> = new Map();
  #failure: Error | undefined;
  #closed = false;

  constructor(width: number, paused: boolean, done: Counters = nothing) {
    this.#width = width;
    this.paused = paused;
    this.done = done;
  }

  /** Places taken. */
  get size(): number {
    return this.#handles.size;
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

  /** Takes a place, for work that may start a child, to the end of both; `ended` is called when it came to a good one. */
  add(
    key: number,
    begin: () => Begun<Result> | Promise<Begun<Result>>,
    ended: (result: Result) => void,
  ): void {
    this.#handles.set(key, undefined);
    void this.#follow(key, begin, ended);
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

  async #child(key: number, start: StartChild<Result>): Promise<Result> {
    const told = this.paused;
    const child = await start(told);
    this.#handles.set(key, child);
    if (this.paused !== told) await tell(child.signal(setPausedSignal, this.paused));
    if (this.#closed) await tell(child.signal(wrapUpSignal));
    return await child.result();
  }

  #started(): Child<Result>[] {
    return [...this.#handles.values()].filter((child) => child !== undefined);
  }

  async #follow(
    key: number,
    begin: () => Begun<Result> | Promise<Begun<Result>>,
    ended: (result: Result) => void,
  ): Promise<void> {
    try {
      const begun = await begin();
      // Others end while this one is awaited: what is done is read after, not before.
      const result = typeof begun === "function" ? await this.#child(key, begun) : begun;
      this.done = add(this.done, result);
      ended(result);
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
