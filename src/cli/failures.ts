import { Command } from "commander";
import type { ParameterValue } from "../core/cell.ts";
import { groupFailures } from "../report/failure-groups.ts";
import { formatCount } from "../report/format.ts";
import { listCohortFailures } from "../storage/failures.ts";
import { heldSweep } from "./held-sweep.ts";
import { type StoreOptions, sweepArgument, withJson, withStore } from "./options.ts";
import { output } from "./output.ts";

/** `ouro failures ID`: what went wrong, as a to-do list. */
export function failuresCommand(): Command {
  return withStore(withJson(new Command("failures")))
    .addArgument(sweepArgument())
    .addHelpText("after", "\nExample:\n  ouro failures ID --json")
    .action(async (id: string, options: StoreOptions & { json?: boolean }) => {
      const { store, plan } = await heldSweep(options.store, id);
      const groups = groupFailures(plan, await listCohortFailures(store, plan));
      if (options.json) output.json(groups);
      else if (groups.length === 0) output.line(`No chain of ${id} failed.`);
      for (const group of options.json ? [] : groups) {
        output.line(`${group.group}  ${formatCount(group.chains)} chains  ${group.type}: ${group.message}`);
        for (const [axis, values] of Object.entries(group.hit))
          output.line(`          ${axis}: ${extent(values)}`);
        output.line(`          for example ${group.example}`);
      }
    });
}

/** Numbers by the least and the greatest of them, anything else one by one. */
function extent(values: readonly ParameterValue[]): string {
  const areNumbers = values.every((value) => typeof value === "number");
  return areNumbers ? [...new Set(values)].join(" … ") : values.map(String).join(", ");
}
