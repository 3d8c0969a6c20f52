import { Command } from "commander";
import { formatCount } from "../report/format.ts";
import { calibrated } from "../client/calibrate.ts";
import { measureCosts } from "../client/costs.ts";
import type { Plan } from "../spec/plan.ts";
import { extendedPlan, type PlanDifference, planDifference } from "../spec/revise.ts";
import { reviseSweep } from "../storage/registration.ts";
import { withReuse } from "../storage/reuse.ts";
import { drive, type DriveOptions, withDetach, withDrive } from "./drive.ts";
import { heldSweep } from "./held-sweep.ts";
import { sweepArgument } from "./options.ts";
import { output } from "./output.ts";
import { showSettled } from "./result.ts";
import { settledManifest } from "./settled.ts";
import { loadSpec } from "./spec-file.ts";

/** `ouro extend ID SPEC`: more cells, replicates or generations, while it runs or after it ended. */
export function extendCommand(): Command {
  return withDetach(withDrive(new Command("extend")))
    .addArgument(sweepArgument())
    .argument("<spec>", "the YAML or JSON file of the sweep as it shall be")
    .option("--dry-run", "say what would change, and change nothing")
    .addHelpText("after", "\nExample:\n  ouro extend ID wider.yaml --dry-run")
    .action(async (id: string, path: string, options: DriveOptions & { dryRun?: boolean }) => {
      const spec = await loadSpec(path);
      const { store, plan: held } = await heldSweep(options.store, id);
      const cut = calibrated(spec.plan, measureCosts(spec.plan), options.threads);
      const { plan: wanted } = await withReuse(store, cut);
      const next = extendedPlan(held, wanted);
      const difference = planDifference(held, next);
      show(held, next, difference, options.json === true && options.dryRun === true);
      if (options.dryRun) return;
      const changed = difference.added.length + difference.removed.length > 0 || difference.settings.size > 0;
      const plan = changed ? await reviseSweep(store, held, next, spec.text) : held;
      if (!changed && (await settledManifest(store, plan))) await showSettled(store, plan, options);
      else await drive(store, plan, options, `ouro extend ${id} ${path}`);
    });
}

function show(held: Plan, next: Plan, difference: PlanDifference, json: boolean): void {
  const { added, removed, unchanged, reasons, newGenerations, settings } = difference;
  if (json) {
    output.json({
      sweepId: held.sweepId,
      revision: held.revision,
      added: added.map(({ id }) => id),
      removed: removed.map(({ id }) => id),
      unchanged,
      reasons: Object.fromEntries(reasons),
      replicates: [held.replicates, next.replicates],
      generations: [held.generations, next.generations],
      settings: Object.fromEntries(settings),
      newChainGenerations: newGenerations,
    });
    return;
  }
  output.note(
    `${held.sweepId}: ${formatCount(added.length)} cells added, ${formatCount(removed.length)} removed, ${formatCount(unchanged)} unchanged`,
  );
  for (const [reason, cells] of reasons) output.note(`  ${reason} (${formatCount(cells)} cells)`);
  for (const [name, [before, after]] of settings) output.note(`  ${name}: ${before} → ${after}`);
  const most = held.until || next.until ? "at most " : "";
  output.note(`  ${most}${formatCount(newGenerations)} chain-generations to do`);
}
