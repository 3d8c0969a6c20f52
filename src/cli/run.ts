import { Command } from "commander";
import { openStore } from "../storage/open.ts";
import { readBarePlan } from "../storage/registration.ts";
import { drive, type DriveOptions, withDrive } from "./drive.ts";
import { withQuick } from "./options.ts";
import { output } from "./output.ts";
import { register } from "./register.ts";
import { showSettled } from "./result.ts";
import { openSession } from "./session.ts";
import { settledManifest } from "./settled.ts";
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
      // Of a sweep that is new nothing is done yet: a server starts while its cells are tried and its plan is written.
      const known = (await readBarePlan(store, spec.plan.sweepId)) !== undefined;
      const session = known ? undefined : await openSession(options);
      const registered = register(store, spec, { reuse: options.reuse, cores: options.threads });
      const plan = await registered.catch(async (error: unknown) => {
        await session?.close();
        throw error;
      });
      if (known && (await settledManifest(store, plan))) {
        output.note(`${plan.sweepId} is done already; nothing to run.`);
        await showSettled(store, plan, options);
      } else {
        const goOn = `ouro run ${path}${options.quick ? " --quick" : ""}`;
        await drive(store, plan, options, goOn, { session });
      }
    });
}
