import { Command } from "commander";
import { openStore } from "../storage/open.ts";
import { drive, type DriveOptions, priorityOption } from "./drive.ts";
import { count, withJson, withQuick, withServer, withStore } from "./options.ts";
import { register } from "./register.ts";
import { loadSpec } from "./spec-file.ts";

/** `ouro submit SPEC`: starts a sweep for the workers of a cluster and returns. */
export function submitCommand(): Command {
  return withServer(withStore(withQuick(withJson(new Command("submit")))))
    .argument("<spec>", "the sweep's YAML or JSON file")
    .option("--max-parallel <cohorts>", "cohorts in flight together, at most", count)
    .addOption(priorityOption())
    .option("--cores <count>", "cores of the workers together, for cutting the work", count, 64)
    .option("--no-reuse", "compute cells anew that another sweep of the store has")
    .addHelpText(
      "after",
      "\nExample:\n  ouro submit sweep.yaml --store s3://bucket/sweeps --address temporal:7233",
    )
    .action(
      async (path: string, options: DriveOptions & { quick?: boolean; reuse: boolean; cores: number }) => {
        const spec = await loadSpec(path, options.quick);
        const store = openStore(options.store);
        const plan = await register(store, spec, options);
        await drive(store, plan, { ...options, detach: true }, `ouro submit ${path}`);
      },
    );
}
