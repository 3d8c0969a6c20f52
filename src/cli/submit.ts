import { Command } from "commander";
import { startSweep } from "../client/sweep-client.ts";
import { openStore } from "../storage/open.ts";
import { registerSweep } from "../storage/registration.ts";
import { openClient } from "./connect.ts";
import { count, type ServerOptions, type StoreOptions, withJson, withServer, withStore } from "./options.ts";
import { output } from "./output.ts";
import { loadSpec } from "./spec-file.ts";

/** Chain workflows in flight together unless asked otherwise: enough for a few hundred cores. */
const defaultParallel = 512;

/** `ouro submit SPEC`: starts a sweep for the workers of a cluster and returns. */
export function submitCommand(): Command {
  return withServer(withStore(withJson(new Command("submit"))))
    .description("start a sweep that `ouro worker` processes run, and return")
    .argument("<spec>", "the sweep's YAML or JSON file")
    .option("--max-parallel <chains>", "chain workflows in flight together, at most", count, defaultParallel)
    .addHelpText(
      "after",
      "\nExample:\n  ouro submit sweep.yaml --store s3://bucket/sweeps --address temporal:7233",
    )
    .action(
      async (
        path: string,
        options: StoreOptions & ServerOptions & { json?: boolean; maxParallel: number },
      ) => {
        const { plan: wanted, text } = await loadSpec(path);
        const plan = await registerSweep(openStore(options.store), wanted, text);
        const { client, close } = await openClient(options, "start");
        try {
          const handle = await startSweep(client, options.store, plan, options.maxParallel);
          if (options.json)
            output.json({
              sweepId: plan.sweepId,
              workflowId: handle.workflowId,
              runId: handle.firstExecutionRunId,
            });
          else {
            output.line(plan.sweepId);
            output.note(
              `Submitted to ${options.store}. Workers run it: ouro worker. See it: ouro watch ${plan.sweepId}`,
            );
          }
        } finally {
          await close();
        }
      },
    );
}
