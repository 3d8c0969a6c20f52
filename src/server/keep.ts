import { setTimeout as sleep } from "node:timers/promises";
import { ensureServer } from "./embedded.ts";
import { filesOf, type ServerOptions } from "./running.ts";
import { serverVersion } from "./probe.ts";
import { stillRuns } from "./processes.ts";
import { addressOf, readState } from "./state.ts";
import { stopServer } from "./stop.ts";

/** Between two looks, and for an answer: a server may have a small part of a busy machine. */
const patience = { lookMs: 10_000, answerMs: 20_000 };
/** So many looks in a row without an answer, and it is stuck: what is not answered in a minute never is. */
const most = 3;

/**
 * Looks after the embedded server for as long as this process needs it: one that has ended is started again on its database
 * and port, one that no longer answers is ended first. Who is connected to it need not do anything. One that was stopped on purpose
 * stays so.
 *
 * @param tell is told of what was done, or why nothing could be
 * @param signal ends it
 */
export async function keepServer(
  options: ServerOptions,
  tell: (message: string) => void,
  signal: AbortSignal,
  { lookMs, answerMs }: typeof patience = patience,
): Promise<void> {
  const files = filesOf(options);
  let silent = 0;
  for (;;) {
    if (!(await sleep(lookMs, true, { signal }).catch(() => false))) return;
    const state = await readState(files);
    if (state === undefined || state.pid === 0) continue;
    const runs = await stillRuns(state.pid, state.mark);
    const answers =
      runs &&
      (await serverVersion({ address: addressOf(state) }, answerMs).then(
        () => true,
        () => false,
      ));
    silent = answers ? 0 : silent + 1;
    if (signal.aborted || answers || (runs && silent < most)) continue;
    silent = 0;
    try {
      // Somebody else may have started it anew meanwhile.
      if (runs && (await readState(files))?.startedAt === state.startedAt)
        await stopServer({ ...options, signal, graceSeconds: 5 });
      await ensureServer({ ...options, signal });
      tell(
        `The embedded Temporal server ${runs ? "no longer answered" : "had ended"} and was started again.`,
      );
    } catch (error) {
      if (signal.aborted) return;
      tell(`The embedded Temporal server cannot be started again: ${(error as Error).message}`);
    }
  }
}
