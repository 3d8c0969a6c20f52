import { Command } from "commander";
import { openStore } from "../storage/open.ts";
import { drive, type DriveOptions, withDrive } from "./drive.ts";
import { withQuick } from "./options.ts";
import { output } from "./output.ts";
import { register } from "./register.ts";
import { settledManifest, showResult } from "./result.ts";
import { loadSpec } from "./spec-file.ts";

/** `ouro run SPEC`: everything on this machine, from the spec to the verdict; again: resumes, or says what is there. */
export function runCommand(): Command {
  return withQuick(withDrive(new Command("run")))
    .argument("<spec>", "the sweep's YAML or JSON file")
    .option("--no-reuse", "compute cells anew that another sweep of the store has")
    .addHelpText("after", "\nExample:\n  ouro run examples/gerstgrasser/figure-7.yaml")
    .action(async (path: string, options: DriveOptions & { quick?: boolean; reuse: boolean }) => {
      const spec = await loadSpec(path, options.quick);
      const store = openStore(options.store);
      const plan = await register(store, spec, { reuse: options.reuse, cores: options.threads });
      if (await settledManifest(store, plan)) {
        output.note(`${plan.sweepId} is done already; nothing to run.`);
        await showResult(store, plan, options);
      } else await drive(store, plan, options, `ouro run ${path}${options.quick ? " --quick" : ""}`);
    });
}
