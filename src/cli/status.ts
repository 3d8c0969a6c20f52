import { Command } from "commander";
import type { Counters } from "../../workflows/messages.ts";
import { SweepError } from "../core/errors.ts";
import { chainCount, generationCount } from "../core/extent.ts";
import { formatCount } from "../report/format.ts";
import type { FailureGroup } from "../report/failure-groups.ts";
import { listCohortFailures } from "../storage/failures.ts";
import type { Plan } from "../spec/plan.ts";
import { openStore } from "../storage/open.ts";
import { storedProgress } from "../storage/progress.ts";
import { listSweeps } from "../storage/registration.ts";
import type { Store } from "../storage/store.ts";
import type { KnownState, Questions } from "./questions.ts";
import { exitCode } from "./exit.ts";
import { heldSweep } from "./held-sweep.ts";
import {
  type ServerOptions,
  type StoreOptions,
  sweepArgument,
  withJson,
  withServer,
  withStore,
} from "./options.ts";
import { output } from "./output.ts";
import { settledManifest } from "./settled.ts";
import { countersJson, countersOf, formatShare, shareDone } from "./share.ts";
import { describePace, noPace, paceOfSweep, type SweepPace } from "./sweep-pace.ts";

interface Status extends SweepPace {
  readonly sweepId: string;
  readonly state: KnownState;
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

/** What a person reads of states that do not say enough. */
const words: Partial<Record<KnownState, string>> = {
  waiting: "waiting for a worker",
  stored: "begun, not running",
};

/** `ouro status [ID]`: from one query where the sweep runs, from the store where no server or no worker answers. */
export function statusCommand(): Command {
  return withServer(withStore(withJson(new Command("status"))))
    .addArgument(sweepArgument("[id]"))
    .addHelpText("after", "\nExample:\n  ouro status --json")
    .action(async (id: string | undefined, options: StoreOptions & ServerOptions & { json?: boolean }) => {
      const store = openStore(options.store);
      let questions: Questions | undefined;
      const looks: (() => Promise<Status>)[] = [];
      try {
        const ids = id === undefined ? await listSweeps(store) : [id];
        for (const each of ids)
          try {
            const found = await statusInStore(store, each, options);
            if ("chainsDone" in found) looks.push(() => Promise.resolve(found));
            else {
              // The client is half of the time that this takes; what is done needs none.
              const open = (questions ??= new (await import("./questions.ts")).Questions(options));
              looks.push(() => statusNow(store, found, open));
            }
          } catch (error) {
            // One sweep that cannot be read does not hide the others.
            if (id !== undefined || !(error instanceof SweepError)) throw error;
            output.note(`${each}: ${error.message}`);
            process.exitCode = exitCode.failed;
          }
        // Those that nobody answers for are waited for together.
        const statuses = await Promise.all(looks.map((look) => look()));
        if (options.json) output.json(id === undefined ? statuses : statuses[0]);
        else if (ids.length === 0) output.line(`No sweeps in ${options.store}.`);
        else for (const status of statuses) output.line(describe(status));
      } finally {
        await questions?.close();
      }
    });
}

/** What a plan asks for, and what failed. */
type Asked = Omit<Status, "state" | "chainsDone" | "chainsFailed" | "generationsDone" | keyof SweepPace>;

/** Of a sweep that is done its status; of others what there is to say before anybody is asked. */
async function statusInStore(
  store: Store,
  sweepId: string,
  options: StoreOptions,
): Promise<Status | { readonly plan: Plan; readonly asked: Asked }> {
  const { plan } = await heldSweep(options.store, sweepId);
  const failures = await causesOf(store, plan);
  const causes = failures.length > 0 && { failures };
  const manifest = await settledManifest(store, plan);
  if (manifest) {
    // Chains that ended early, or were not needed, are no work left.
    const [{ chains }, done] = [manifest, countersOf(manifest)];
    return counted({ sweepId, chains, generations: done.generations, ...causes }, "done", done, noPace);
  }
  const most = plan.until && { atMost: true };
  const [chains, generations] = [chainCount(plan), generationCount(plan)];
  return { plan, asked: { sweepId, chains, generations, ...most, ...causes } };
}

/** The commonest causes of failures. */
async function causesOf(store: Store, plan: Plan): Promise<NonNullable<Status["failures"]>> {
  const failures = await listCohortFailures(store, plan);
  if (failures.length === 0) return [];
  // It brings all families.
  const { groupFailures } = await import("../report/failure-groups.ts");
  return groupFailures(plan, failures)
    .slice(0, shownFailures)
    .map(({ group, type, message, chains }) => ({ group, type, message, chains }));
}

async function statusNow(
  store: Store,
  { plan, asked }: { readonly plan: Plan; readonly asked: Asked },
  questions: Questions,
): Promise<Status> {
  const answer = await questions.answer(plan.sweepId);
  return typeof answer === "string"
    ? counted(asked, answer, await storedProgress(store, plan), noPace)
    : counted(asked, answer.state, answer.done, paceOfSweep(answer, Date.now()));
}

function counted(asked: Asked, state: KnownState, done: Counters, pace: SweepPace): Status {
  return { ...asked, state, ...countersJson(done), ...pace };
}

function describe(status: Status): string {
  const { sweepId, chains, generations, chainsDone, chainsFailed, generationsDone } = status;
  const state = words[status.state] ?? status.state;
  const share = shareDone(
    { chains, generations },
    { chains: chainsDone, failed: chainsFailed, generations: generationsDone },
  );
  const failed = chainsFailed > 0 ? `, ${formatCount(chainsFailed)} failed` : "";
  const causes = (status.failures ?? []).map(
    (cause) => `\n  ${cause.group}  ${formatCount(cause.chains)} chains  ${cause.type}: ${cause.message}`,
  );
  const done = status.atMost
    ? `${formatCount(chainsDone)} of at most ${formatCount(chains)} chains`
    : `${formatShare(share)}  ${formatCount(chainsDone)} of ${formatCount(chains)} chains`;
  return `${sweepId}  ${state}  ${done}${failed}${describePace(status)}${causes.join("")}`;
}
