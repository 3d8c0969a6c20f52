import { setMaxListeners } from "node:events";
import { WorkflowNotFoundError } from "@temporalio/client";
import { Command } from "commander";
import type { SweepResult } from "../../workflows/messages.ts";
import type { sweep } from "../../workflows/sweep.ts";
import { sweepWorkflowId } from "../client/identity.ts";
import type { SweepProgressReport } from "../client/sweep-progress.ts";
import { ConflictError } from "../core/errors.ts";
import { formatCount } from "../report/format.ts";
import { openClient } from "./connect.ts";
import { exitCode } from "./exit.ts";
import { heldSweep } from "./held-sweep.ts";
import {
  type ServerOptions,
  type StoreOptions,
  sweepArgument,
  withJson,
  withServer,
  withStore,
} from "./options.ts";
import { output } from "./output.ts";
import { showProgress } from "./progress.ts";
import { settledManifest } from "./settled.ts";
import { countersJson, countersOf } from "./share.ts";
import { paceOfSweep } from "./sweep-pace.ts";
import { sweepResult } from "./sweep-result.ts";

interface WatchOptions extends StoreOptions, ServerOptions {
  readonly json?: boolean;
}

/** `ouro watch ID`: the progress of a sweep that others run, until it ends. */
export function watchCommand(): Command {
  return withServer(withStore(withJson(new Command("watch"))))
    .addArgument(sweepArgument())
    .addHelpText(
      "after",
      "\nExits as the sweep does: 0, 1 where it failed or was cancelled, 3 with failed chains.\n\nExample:\n  ouro watch pi-squared-over-six-0123456789",
    )
    .action(async (id: string, options: WatchOptions) => {
      const { client, close } = await openClient(options, "adopt");
      const ended = new AbortController();
      const interrupted = new AbortController();
      setMaxListeners(0, interrupted.signal);
      const onInterrupt = (): void => interrupted.abort();
      process.once("SIGINT", onInterrupt);
      let display: Promise<void> | undefined;
      try {
        const handle = client.workflow.getHandle<typeof sweep>(sweepWorkflowId(options.store, id));
        const result = sweepResult(
          () => client.withAbortSignal(interrupted.signal, () => handle.result()),
          interrupted.signal,
        ).finally(() => ended.abort());
        const interruption = new Promise<undefined>((done) =>
          interrupted.signal.addEventListener("abort", () => done(undefined), { once: true }),
        );
        display = showProgress(
          client,
          options.store,
          id,
          AbortSignal.any([ended.signal, interrupted.signal]),
          options.json ? (report) => output.jsonLine(progressJson(id, report)) : undefined,
        );
        const outcome = await Promise.race([result, interruption]);
        result.catch(() => undefined);
        await display;
        if (outcome === undefined) process.exitCode = exitCode.interrupted;
        else conclude(id, outcome, options);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        await concludeFromStore(id, options);
      } finally {
        process.off("SIGINT", onInterrupt);
        await display; // a question that is asked again on a closed connection would end the process
        await close();
      }
    });
}

/** What a sweep says, as a line of JSON. */
function progressJson(sweepId: string, report: SweepProgressReport): Record<string, unknown> {
  const { state, chains, generations, atMost, done } = report;
  return {
    ...{ sweepId, state, chains, generations, ...(atMost && { atMost }), ...countersJson(done) },
    ...paceOfSweep(report, Date.now()),
  };
}

function conclude(sweepId: string, { state, done }: SweepResult, { json }: WatchOptions): void {
  if (json) output.jsonLine({ sweepId, state, ...countersJson(done) });
  else if (state === "cancelled")
    output.note(`${sweepId} was cancelled; what was committed stays in the store.`);
  else output.note(`${sweepId} is done. See it: ouro report ${sweepId}`);
  if (state === "cancelled") process.exitCode = exitCode.failed;
  else if (done.failed > 0) {
    if (!json) output.note(`${formatCount(done.failed)} chains failed: ouro failures ${sweepId} says why.`);
    process.exitCode = exitCode.failedChains;
  }
}

/** Where the server knows nothing of a sweep it may be done all the same: it ran elsewhere, or long ago. */
async function concludeFromStore(sweepId: string, options: WatchOptions): Promise<void> {
  const { store, plan } = await heldSweep(options.store, sweepId);
  const manifest = await settledManifest(store, plan);
  if (manifest === undefined)
    throw new ConflictError(
      `${sweepId} does not run on this server. \`ouro submit\` or \`ouro run\` with its spec goes on with it.`,
    );
  conclude(sweepId, { state: "done", done: countersOf(manifest) }, options);
}
