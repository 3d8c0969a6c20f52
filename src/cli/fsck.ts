import { Command } from "commander";
import { sweepFate } from "../client/sweep-progress.ts";
import { ConflictError, ProvisionError } from "../core/errors.ts";
import { metricNames } from "../core/families/registry.ts";
import { predictions } from "../core/theory/registry.ts";
import { formatCount } from "../report/format.ts";
import { renderReport } from "../report/page.ts";
import { readReportData } from "../report/read.ts";
import { registeredDigest } from "../spec/registered-digest.ts";
import { parseSpec } from "../spec/parse.ts";
import type { Plan } from "../spec/plan.ts";
import { publishDataset } from "../storage/dataset/publish.ts";
import { type Checked, checkSweep } from "../storage/fsck/check.ts";
import type { Finding } from "../storage/fsck/finding.ts";
import { repairFinding } from "../storage/fsck/repair.ts";
import { reportKey } from "../storage/layout.ts";
import { openStore } from "../storage/open.ts";
import { listSweeps } from "../storage/registration.ts";
import type { Store } from "../storage/store.ts";
import { openClient } from "./connect.ts";
import { exitCode } from "./exit.ts";
import {
  type ServerOptions,
  type StoreOptions,
  sweepArgument,
  withJson,
  withServer,
  withStore,
} from "./options.ts";
import { output } from "./output.ts";

interface FsckOptions extends StoreOptions, ServerOptions {
  readonly json?: boolean;
  readonly repair?: boolean;
  readonly idle?: boolean;
}

/** A finding and what came of it. */
interface Outcome extends Finding {
  readonly repaired: boolean;
}

/** `ouro fsck ID`: reads all that a store holds of a sweep, and mends what can be mended. */
export function fsckCommand(): Command {
  return withServer(withStore(withJson(new Command("fsck"))))
    .addArgument(sweepArgument())
    .option("--repair", "set aside what cannot be trusted, remove what nobody needs, make the dataset anew")
    .option("--idle", "with --repair: nothing works on the sweep, so what nobody needs goes whatever its age")
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing is damaged (any more), 1 something is.\n\nExample:\n  ouro fsck ID --repair",
    )
    .action(fsck);
}

async function fsck(id: string, options: FsckOptions): Promise<void> {
  const store = openStore(options.store);
  if (!(await listSweeps(store)).includes(id))
    throw new ConflictError(`${options.store} holds no sweep ${id}. \`ouro status\` lists what it holds.`);
  const idle = options.repair ? options.idle || (await isIdle(id, options)) : false;
  const outcomes: Outcome[] = [];
  let rows: IteratorResult<Finding, Checked>;
  const findings = checkSweep(store, id, digestOf);
  while (!(rows = await findings.next()).done) {
    const finding = rows.value;
    const repaired =
      options.repair === true && (await repairFinding(store, id, finding, { idle, now: Date.now() }));
    outcomes.push({ ...finding, repaired });
    if (!options.json) show(finding, repaired);
  }
  const checked = rows.value;
  const stale = outcomes.some(({ repair }) => repair === "publish" || repair === "remake");
  const published = options.repair && stale && checked.plan !== undefined;
  if (published && checked.plan) await publish(store, checked.plan);
  const all = outcomes.map((each) => ({
    ...each,
    repaired: each.repaired || (published === true && each.repair === "publish"),
  }));
  const left = all.filter(({ severity, repaired }) => severity === "damage" && !repaired).length;
  if (options.json) output.json({ sweepId: id, ...summary(checked), findings: all });
  else conclude(id, checked, all, published === true);
  if (left > 0) process.exitCode = exitCode.failed;
}

function digestOf(text: string, name: string): string {
  return registeredDigest(parseSpec(text, name).content);
}

/** Whether a server says that no workflow of the sweep is under way. */
async function isIdle(id: string, options: FsckOptions): Promise<boolean> {
  try {
    const { client, close } = await openClient(options, "adopt");
    try {
      return (await sweepFate(client, options.store, id)) !== "running";
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error;
    return false;
  }
}

async function publish(store: Store, plan: Plan): Promise<void> {
  output.note("Making the dataset and the report anew …");
  await publishDataset(store, plan, {
    metricsOf: metricNames,
    theory: predictions,
    onSetAside: ({ key, reason }) => output.note(`Set aside ${key}: ${reason}`),
  });
  const page = renderReport(await readReportData(store, plan));
  await store.write(reportKey(plan.sweepId), new TextEncoder().encode(page));
}

function show({ severity, key, problem, remedy }: Finding, repaired: boolean): void {
  output.line(`${severity.padEnd(7)}  ${key}`);
  output.line(`         ${problem}`);
  output.line(`         ${repaired ? "Done: " : ""}${remedy}`);
}

function summary({ plan, looked, quarantined }: Checked): object {
  return { readable: plan !== undefined, ...looked, quarantined };
}

function conclude(
  id: string,
  { looked, quarantined }: Checked,
  outcomes: readonly Outcome[],
  published: boolean,
): void {
  const broken = outcomes.filter(({ severity, repaired }) => severity === "damage" && !repaired);
  const byHand = broken.length > 0 && broken.every(({ repair }) => repair === "none");
  const count = (severity: string, repaired?: boolean): number =>
    outcomes.filter((each) => each.severity === severity && (repaired ?? each.repaired) === each.repaired)
      .length;
  const [damaged, mended] = [count("damage"), count("damage", true)];
  const [clutter, removed] = [count("clutter"), count("clutter", true)];
  output.line(
    `${id}: ${formatCount(looked.cohorts)} cohorts, ${formatCount(looked.checkpoints)} checkpoints, ${formatCount(looked.parts)} parts with ${formatCount(looked.rows)} rows, ${formatCount(looked.datasetFiles)} dataset files`,
  );
  const parts = [
    damaged === 0 ? "nothing is damaged" : `${formatCount(damaged)} damaged, ${formatCount(mended)} mended`,
    ...(clutter > 0 ? [`${formatCount(clutter)} that nobody needs, ${formatCount(removed)} removed`] : []),
    ...(quarantined > 0 ? [`${formatCount(quarantined)} in quarantine from before`] : []),
  ];
  output.line(`${parts.join("; ")}.`);
  if (byHand) output.line("What is left is not mended by itself: do what is said above.");
  else if (damaged > mended) output.line(`\`ouro fsck ${id} --repair\` does what is said above.`);
  else if (mended > 0)
    output.line(
      `${published ? "The dataset was made anew of what is left. " : ""}\`ouro run\` with the sweep's spec makes missing rows anew.`,
    );
  if (removed < clutter && mended > 0)
    output.line(
      "What nobody needs is kept for a day where the sweep may be running; --idle says that it is not.",
    );
}
