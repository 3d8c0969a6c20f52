import { setMaxListeners } from "node:events";
import { Command } from "commander";
import { sweepWorkflowId } from "../client/identity.ts";
import { openClient } from "./connect.ts";
import { exitCode } from "./exit.ts";
import { type ServerOptions, type StoreOptions, withServer, withStore } from "./options.ts";
import { output } from "./output.ts";
import { showProgress } from "./progress.ts";
import { sweepResult } from "./sweep-result.ts";

/** `ouro watch ID`: the progress of a sweep that others run, until it ends. */
export function watchCommand(): Command {
  return withServer(withStore(new Command("watch")))
    .argument("<id>", "the sweep's id")
    .addHelpText("after", "\nExample:\n  ouro watch pi-squared-over-six-0123456789")
    .action(async (id: string, options: StoreOptions & ServerOptions) => {
      const { client, close } = await openClient(options, "adopt");
      const ended = new AbortController();
      const interrupted = new AbortController();
      setMaxListeners(0, interrupted.signal);
      const onInterrupt = (): void => interrupted.abort();
      process.once("SIGINT", onInterrupt);
      try {
        const handle = client.workflow.getHandle(sweepWorkflowId(options.store, id));
        const result = sweepResult(
          () => client.withAbortSignal(interrupted.signal, () => handle.result()),
          interrupted.signal,
        ).finally(() => ended.abort());
        const interruption = new Promise<undefined>((done) =>
          interrupted.signal.addEventListener("abort", () => done(undefined), { once: true }),
        );
        const display = showProgress(
          client,
          options.store,
          id,
          AbortSignal.any([ended.signal, interrupted.signal]),
        );
        const outcome: unknown = await Promise.race([result, interruption]);
        result.catch(() => undefined);
        await display;
        if (outcome === undefined) process.exitCode = exitCode.interrupted;
        else output.note(`${id} ended. See it: ouro report ${id}`);
      } finally {
        process.off("SIGINT", onInterrupt);
        await close();
      }
    });
}
