import { Command } from "commander";
import { ConflictError } from "../core/errors.ts";
import { groupFailures } from "../report/failure-groups.ts";
import { formatCount } from "../report/format.ts";
import { listCohortFailures } from "../storage/failures.ts";
import { openStore } from "../storage/open.ts";
import { readPlan } from "../storage/registration.ts";
import { type StoreOptions, withJson, withStore } from "./options.ts";
import { output } from "./output.ts";

/** `ouro failures ID`: what went wrong, as a to-do list. */
export function failuresCommand(): Command {
  return withStore(withJson(new Command("failures")))
    .description("list failed chains, grouped by cause, with the parameters that each group hit")
    .argument("<id>", "the sweep's id")
    .addHelpText("after", "\nExample:\n  ouro failures ID --json")
    .action(async (id: string, options: StoreOptions & { json?: boolean }) => {
      const store = openStore(options.store);
      const plan = await readPlan(store, id);
      if (plan === undefined)
        throw new ConflictError(
          `${options.store} holds no sweep ${id}. \`ouro status\` lists what it holds.`,
        );
      const groups = groupFailures(plan, await listCohortFailures(store, id));
      if (options.json) output.json(groups);
      else if (groups.length === 0) output.line(`No chain of ${id} failed.`);
      for (const group of options.json ? [] : groups) {
        output.line(`${group.group}  ${formatCount(group.chains)} chains  ${group.type}: ${group.message}`);
        for (const [axis, values] of Object.entries(group.hit))
          output.line(`          ${axis}: ${values.join(" … ")}`);
        output.line(`          for example ${group.example}`);
      }
    });
}
