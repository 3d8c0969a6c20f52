import { Command } from "commander";
import { calibrated } from "../client/calibrate.ts";
import { measureCosts } from "../client/costs.ts";
import { type Estimate, estimate } from "../client/estimate.ts";
import { formatCount, formatDuration } from "../report/format.ts";
import { cohortCount } from "../spec/cohorts.ts";
import { chainCount, generationCount } from "../core/extent.ts";
import type { Plan } from "../spec/plan.ts";
import { defaultWorkerSettings } from "../worker/settings.ts";
import { openStore } from "../storage/open.ts";
import { count, type StoreOptions, withJson, withQuick, withStore } from "./options.ts";
import { output } from "./output.ts";
import { explainCells } from "./plan-why.ts";
import { loadSpec } from "./spec-file.ts";

interface PlanOptions extends StoreOptions {
  readonly json?: boolean;
  readonly quick?: boolean;
  readonly cells?: boolean;
  readonly why?: boolean;
  readonly cores: number;
}

/** `ouro plan SPEC`: what would run, and what it would take, before anything runs. */
export function planCommand(): Command {
  return withStore(withQuick(withJson(new Command("plan"))))
    .argument("<spec>", "the sweep's YAML or JSON file")
    .option("--cells", "list every cell")
    .option(
      "--why",
      "list every cell with what its identity is made of, and whose results it would take over",
    )
    .option("--cores <count>", "cores that will work on it", count, defaultWorkerSettings.threads)
    .addHelpText("after", "\nExample:\n  ouro plan examples/kazdan/gaussian.yaml")
    .action(async (path: string, options: PlanOptions) => {
      const { plan: asked } = await loadSpec(path, options.quick);
      const plan = calibrated(asked, measureCosts(asked), options.cores);
      const cost = estimate(plan, defaultWorkerSettings.budgetSeconds);
      const explained = options.why ? await explainCells(openStore(options.store), plan) : undefined;
      if (options.json)
        output.json({
          ...summary(plan, cost),
          ...(options.cells && { grid: plan.cells.map(({ files: _, ...cell }) => cell) }),
          ...(explained && { why: explained }),
        });
      else {
        print(plan, cost, options);
        for (const { id, madeOf, takenFrom } of explained ?? [])
          output.line(`${id}  ${whence(takenFrom, plan)}  ${JSON.stringify(madeOf)}`);
      }
    });
}

function whence(takenFrom: string | null, { sweepId }: Plan): string {
  if (takenFrom === null) return "to be computed";
  return takenFrom === sweepId ? "begun in this store" : `taken over from ${takenFrom}`;
}

function summary(plan: Plan, cost: Estimate): Record<string, unknown> {
  return {
    sweepId: plan.sweepId,
    cells: plan.cells.length,
    replicates: plan.replicates,
    generations: plan.generations,
    chains: chainCount(plan),
    chainGenerations: generationCount(plan),
    cohorts: cohortCount(plan),
    cohortSize: largestCohort(plan),
    axes: plan.axes,
    queue: plan.queue,
    estimatedComputeSeconds: cost.computeSeconds,
    estimatedStepSeconds: cost.stepSeconds,
    steps: cost.steps,
    events: cost.events,
  };
}

function largestCohort(plan: Plan): number {
  const sizes = plan.cuts.flatMap((ends) => ends.map((end, k) => end - (ends[k - 1] ?? 0)));
  return sizes.reduce((most, size) => Math.max(most, size), 0);
}

function print(plan: Plan, cost: Estimate, { cores, cells }: PlanOptions): void {
  output.line(`sweep       ${plan.sweepId}`);
  output.line(`axes        ${plan.axes.join(" × ") || "none"}`);
  output.line(`cells       ${formatCount(plan.cells.length)}`);
  const most = plan.until ? "up to " : "";
  const ends = plan.stop ? "up to " : "";
  output.line(
    `chains      ${most}${formatCount(chainCount(plan))} (${most}${formatCount(plan.replicates)} a cell)`,
  );
  output.line(
    `generations ${ends}${formatCount(plan.generations)} a chain, ${formatCount(generationCount(plan))} in all`,
  );
  output.line(
    `cohorts     ${formatCount(cohortCount(plan))} of up to ${formatCount(largestCohort(plan))} chains, on queue ${plan.queue}`,
  );
  output.line(`steps       ${formatCount(cost.steps)}, about ${formatCount(cost.events)} Temporal events`);
  const seconds = cost.computeSeconds + cost.stepSeconds;
  output.line(
    `time        ${most || ends || "about "}${formatDuration(seconds)} of one core; ${formatDuration(seconds / cores)} on ${cores} (${formatDuration(cost.computeSeconds)} in kernels, measured now on up to 24 cells; the rest is for steps)`,
  );
  if (!cells) return;
  output.line();
  for (const cell of plan.cells)
    output.line(`${cell.id}  ${cell.family}  ${cell.regime}  ${JSON.stringify(cell.parameters)}`);
}
