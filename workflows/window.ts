import { type ChildWorkflowHandle, condition } from "@temporalio/workflow";
import { setPausedSignal } from "./handlers.ts";
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
    return [...this.#handles.values()].flatMap((child) => (child ? [child.workflowId] : []));
  }

  /** Waits until another child may start; false where one has failed, so that none should. */
  async room(): Promise<boolean> {
    await condition(() => this.#failure !== undefined || (!this.paused && this.#handles.size < this.#width));
    return this.#failure === undefined;
  }

  /** Starts a child and follows it to its end. */
  add(key: number, start: (paused: boolean) => Promise<Child>): void {
    this.#handles.set(key, undefined);
    void this.#follow(key, start);
  }

  async setPaused(paused: boolean): Promise<void> {
    this.paused = paused;
    const started = [...this.#handles.values()].filter((child) => child !== undefined);
    await Promise.all(started.map((child) => signalPaused(child, paused)));
  }

  /** Waits until every child has ended. */
  async drained(): Promise<void> {
    await condition(() => this.#handles.size === 0);
  }

  /** Throws what the first failed child threw. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #follow(key: number, start: (paused: boolean) => Promise<Child>): Promise<void> {
    const told = this.paused;
    try {
      const child = await start(told);
      this.#handles.set(key, child);
      if (this.paused !== told) await signalPaused(child, this.paused);
      // Others end while this one is awaited: what is done is read after, not before.
      const counters = await child.result();
      this.done = add(this.done, counters);
    } catch (error) {
      this.#failure ??= error as Error;
    } finally {
      this.#handles.delete(key);
    }
  }
}

/** A child that ended between our look and our signal needs no signal. */
async function signalPaused(child: Child, paused: boolean): Promise<void> {
  await child.signal(setPausedSignal, paused).catch(() => undefined);
}
