import { Command } from "commander";
import { sweepProgress } from "../client/sweep-client.ts";
import { ProvisionError } from "../core/errors.ts";
import { formatCount } from "../report/format.ts";
import { openStore } from "../storage/open.ts";
import { listSweeps } from "../storage/registration.ts";
import { ask, openClient } from "./connect.ts";
import { heldSweep } from "./held-sweep.ts";
import { type ServerOptions, type StoreOptions, withJson, withServer, withStore } from "./options.ts";
import { output } from "./output.ts";
import { progressLine } from "./progress.ts";
import { settledSweep } from "./result.ts";

interface Status {
  readonly sweepId: string;
  /** As the sweep says itself; `stored` where it is not running and not done. */
  readonly state: string;
  readonly chains: number;
  readonly generations: number;
  readonly chainsDone?: number;
  readonly chainsFailed?: number;
  readonly generationsDone?: number;
}

/** `ouro status [ID]`: from one query where the sweep runs, from the store where no server answers. */
export function statusCommand(): Command {
  return withServer(withStore(withJson(new Command("status"))))
    .description("say how far a sweep is; without an id: the sweeps in the store")
    .argument("[id]", "the sweep's id")
    .addHelpText("after", "\nExample:\n  ouro status --json")
    .action(async (id: string | undefined, options: StoreOptions & ServerOptions & { json?: boolean }) => {
      const store = openStore(options.store);
      const ids = id === undefined ? await listSweeps(store) : [id];
      const statuses: Status[] = [];
      for (const each of ids) statuses.push(await statusOf(each, options));
      if (options.json) output.json(id === undefined ? statuses : statuses[0]);
      else if (statuses.length === 0) output.line(`No sweeps in ${options.store}.`);
      else for (const status of statuses) output.line(describe(status));
    });
}

async function statusOf(sweepId: string, options: StoreOptions & ServerOptions): Promise<Status> {
  const { store, plan } = await heldSweep(options.store, sweepId);
  const chains = plan.cells.length * plan.replicates;
  const total = { sweepId, chains, generations: chains * plan.generations };
  if (await settledSweep(store, plan))
    return { ...total, state: "done", chainsDone: chains, generationsDone: total.generations };
  try {
    const { client, close } = await openClient(options, "adopt");
    try {
      const progress = await ask(client, () => sweepProgress(client, options.store, sweepId));
      if (progress)
        return {
          ...total,
          state: progress.state,
          chainsDone: progress.done.chains,
          chainsFailed: progress.done.failed,
          generationsDone: progress.done.generations,
        };
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error;
    output.note(`${error.message} What follows is from the store alone.`);
  }
  return { ...total, state: "stored" };
}

function describe(status: Status): string {
  if (status.chainsDone === undefined || status.state === "done")
    return `${status.sweepId}  ${status.state === "stored" ? "begun, not done and not running" : status.state}  ${formatCount(status.chains)} chains`;
  const done = {
    chains: status.chainsDone,
    failed: status.chainsFailed ?? 0,
    generations: status.generationsDone ?? 0,
  };
  const state = status.state as "running" | "paused";
  return `${status.sweepId}  ${progressLine({ state, chains: status.chains, generations: status.generations, done }, [])}`;
}
