import { Command } from "commander";
import { ProvisionError, SweepError } from "../core/errors.ts";
import { chainCount, generationCount } from "../core/extent.ts";
import { formatCount } from "../report/format.ts";
import { type FailureGroup, groupFailures } from "../report/failure-groups.ts";
import { type DatasetManifest, readManifest } from "../storage/dataset/manifest.ts";
import { listCohortFailures } from "../storage/failures.ts";
import { openStore } from "../storage/open.ts";
import { storedProgress, type StoredProgress } from "../storage/progress.ts";
import { listSweeps } from "../storage/registration.ts";
import { exitCode } from "./exit.ts";
import { heldSweep } from "./held-sweep.ts";
import { type ServerOptions, type StoreOptions, withJson, withServer, withStore } from "./options.ts";
import { output } from "./output.ts";
import { settledSweep } from "./result.ts";

interface Status {
  readonly sweepId: string;
  /** As the sweep says itself; `stored` where it is not running and not done. */
  readonly state: string;
  readonly chains: number;
  readonly generations: number;
  /** Whether these are the most there may be: values decide how many replicates a cell gets. */
  readonly atMost?: boolean;
  readonly chainsDone: number;
  readonly chainsFailed: number;
  readonly generationsDone: number;
  /** The commonest causes of failures, if there are any. */
  readonly failures?: readonly Pick<FailureGroup, "group" | "type" | "message" | "chains">[];
}

/** Causes of failures that are shown. */
const shownFailures = 3;

/** `ouro status [ID]`: from one query where the sweep runs, from the store where no server answers. */
export function statusCommand(): Command {
  return withServer(withStore(withJson(new Command("status"))))
    .argument("[id]", "the sweep's id")
    .addHelpText("after", "\nExample:\n  ouro status --json")
    .action(async (id: string | undefined, options: StoreOptions & ServerOptions & { json?: boolean }) => {
      const store = openStore(options.store);
      const ids = id === undefined ? await listSweeps(store) : [id];
      const statuses: Status[] = [];
      for (const each of ids)
        try {
          statuses.push(await statusOf(each, options));
        } catch (error) {
          // One sweep that cannot be read does not hide the others.
          if (id !== undefined || !(error instanceof SweepError)) throw error;
          output.note(`${each}: ${error.message}`);
          process.exitCode = exitCode.failed;
        }
      if (options.json) output.json(id === undefined ? statuses : statuses[0]);
      else if (statuses.length === 0) output.line(`No sweeps in ${options.store}.`);
      else for (const status of statuses) output.line(describe(status));
    });
}

async function statusOf(sweepId: string, options: StoreOptions & ServerOptions): Promise<Status> {
  const { store, plan } = await heldSweep(options.store, sweepId);
  const groups = groupFailures(plan, await listCohortFailures(store, plan));
  const failures = groups
    .slice(0, shownFailures)
    .map(({ group, type, message, chains: hit }) => ({ group, type, message, chains: hit }));
  const total = {
    sweepId,
    chains: chainCount(plan),
    generations: generationCount(plan),
    ...(plan.until && { atMost: true }),
    ...(failures.length > 0 && { failures }),
  };
  const manifest = (await settledSweep(store, plan)) ? await readManifest(store, sweepId) : undefined;
  const { atMost: _, ...counts } = total;
  if (manifest) return { ...counts, ...settled(manifest) };
  // The client is half of the time that this takes; what is done needs none.
  const [{ ask, openClient }, { sweepProgress }] = await Promise.all([
    import("./connect.ts"),
    import("../client/sweep-client.ts"),
  ]);
  try {
    const { client, close } = await openClient(options, "adopt");
    try {
      const progress = await ask(client, () => sweepProgress(client, options.store, sweepId));
      if (progress) return counted(total, progress.state, progress.done);
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error;
    output.note(`${error.message} What follows is from the store alone.`);
  }
  return counted(total, "stored", await storedProgress(store, plan));
}

/** Of a sweep that is done: chains that ended early, or were not needed, are no work left. */
function settled({ chains, chainsComplete, tables }: DatasetManifest): Omit<Status, "sweepId" | "failures"> {
  const generations = tables.generations.rows;
  const chainsFailed = chains - chainsComplete;
  return {
    state: "done",
    chains,
    generations,
    chainsDone: chainsComplete,
    chainsFailed,
    generationsDone: generations,
  };
}

function counted<Total extends object>(
  total: Total,
  state: string,
  { chains, failed, generations }: StoredProgress,
): Total & Pick<Status, "state" | "chainsDone" | "chainsFailed" | "generationsDone"> {
  return { ...total, state, chainsDone: chains, chainsFailed: failed, generationsDone: generations };
}

function describe(status: Status): string {
  const { sweepId, chains, generations, chainsDone, chainsFailed, generationsDone } = status;
  const state = status.state === "stored" ? "begun, not running" : status.state;
  const share = generations === 0 ? 1 : generationsDone / generations;
  const failed = chainsFailed > 0 ? `, ${formatCount(chainsFailed)} failed` : "";
  const causes = (status.failures ?? []).map(
    (cause) => `\n  ${cause.group}  ${formatCount(cause.chains)} chains  ${cause.type}: ${cause.message}`,
  );
  const done = status.atMost
    ? `${formatCount(chainsDone)} of at most ${formatCount(chains)} chains`
    : `${(share * 100).toFixed(1)} %  ${formatCount(chainsDone)} of ${formatCount(chains)} chains`;
  return `${sweepId}  ${state}  ${done}${failed}${causes.join("")}`;
}
