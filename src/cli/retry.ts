import { Command, Option } from "commander";
import { groupFailures } from "../report/failure-groups.ts";
import { formatCount } from "../report/format.ts";
import { ParameterError } from "../core/errors.ts";
import { cohortIdentity } from "../storage/cohort-identity.ts";
import { clearCohortFailure, listCohortFailures } from "../storage/failures.ts";
import { drive, type DriveOptions, withDetach, withDrive } from "./drive.ts";
import { heldSweep } from "./held-sweep.ts";
import { sweepArgument } from "./options.ts";
import { output } from "./output.ts";

/** `ouro retry ID`: failed chains once more, all of them or one group. */
export function retryCommand(): Command {
  return withDetach(withDrive(new Command("retry")))
    .addArgument(sweepArgument())
    .addOption(new Option("--group <group>", "a group as `ouro failures ID` names it").conflicts("failed"))
    .option("--failed", "all failed chains (the default)")
    .addHelpText("after", "\nExample:\n  ouro retry ID --group 1f2e3d4c")
    .action(async (id: string, options: DriveOptions & { group?: string }) => {
      const { store, plan } = await heldSweep(options.store, id);
      const groups = groupFailures(plan, await listCohortFailures(store, plan));
      const chosen = groups.filter(({ group }) => options.group === undefined || group === options.group);
      if (options.group !== undefined && chosen.length === 0)
        throw new ParameterError("--group", "a group of failures", options.group, known(groups));
      if (chosen.length === 0) {
        if (options.json) output.json({ sweepId: id, retried: 0 });
        else output.line(`No chain of ${id} failed.`);
        return;
      }
      for (const cohort of chosen.flatMap(({ cohorts }) => cohorts))
        await clearCohortFailure(store, cohortIdentity(plan, cohort));
      const chains = chosen.reduce((sum, group) => sum + group.chains, 0);
      output.note(`${formatCount(chains)} chains are tried again.`);
      await drive(store, plan, options, `ouro retry ${id}`, { again: true });
    });
}

function known(groups: readonly { readonly group: string }[]): string {
  return groups.length === 0
    ? "No chain failed."
    : `There are ${groups.map(({ group }) => group).join(", ")}.`;
}
