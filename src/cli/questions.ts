import type { SweepState } from "../../workflows/messages.ts";
import { sweepFate, sweepProgress, type SweepProgressReport } from "../client/sweep-progress.ts";
import { ProvisionError } from "../core/errors.ts";
import { ask, type OpenClient, openClient } from "./connect.ts";
import type { ServerOptions, StoreOptions } from "./options.ts";
import { output } from "./output.ts";

/**
 * A sweep's state: what it says itself; `waiting` where it runs and no worker answers for it, `failed` where its workflow
 * gave up, `stored` where the store has it and no server knows it as running.
 */
export type KnownState = SweepState | "waiting" | "failed" | "stored";

/** Questions to sweeps that run: the server is connected to with the first one, and that nobody answers is told once. */
export class Questions {
  readonly #options: StoreOptions & ServerOptions;
  #open: Promise<OpenClient> | undefined;
  #told = false;

  constructor(options: StoreOptions & ServerOptions) {
    this.#options = options;
  }

  /** What a sweep says of itself, or in which state it is where it says nothing: then the store knows how far it came. */
  async answer(sweepId: string): Promise<SweepProgressReport | KnownState> {
    const { store } = this.#options;
    let state: KnownState = "stored";
    try {
      const { client } = await (this.#open ??= openClient(this.#options, "adopt"));
      const fate = await sweepFate(client, store, sweepId);
      // One that is done and not in the store as a whole has been given more to do since, or has lost something.
      if (fate !== "running") return fate === undefined || fate === "done" ? "stored" : fate;
      state = "waiting";
      return (await ask(client, () => sweepProgress(client, store, sweepId))) ?? "stored";
    } catch (error) {
      if (!(error instanceof ProvisionError)) throw error;
      if (!this.#told) output.note(`${error.message} What follows is from the store alone.`);
      this.#told = true;
      return state;
    }
  }

  async close(): Promise<void> {
    await this.#open?.then(
      ({ close }) => close(),
      () => undefined,
    );
  }
}
