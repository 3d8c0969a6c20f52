import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger, Worker } from "@temporalio/worker";
import { beforeAll, describe, expect, it } from "vitest";

const folder = new URL("../histories/", import.meta.url);
const histories = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".json"),
);

interface RecordedHistory {
  readonly events: readonly [
    { readonly workflowExecutionStartedEventAttributes: { readonly workflowId: string } },
  ];
}

/** Histories that released workflow code wrote: today's code must make the same commands from the same events. */
describe("recorded histories", () => {
  let code: string;
  beforeAll(async () => {
    const workflowsPath = fileURLToPath(new URL("../../workflows/index.ts", import.meta.url));
    ({ code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger("WARN") }));
  }, 30_000);

  it("are there for every workflow type", () => {
    for (const type of ["sweep", "shard", "chain"])
      expect(histories.some((name) => name.includes(type))).toBe(true);
  });

  it.each(histories)("%s replays", async (name) => {
    const history = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as RecordedHistory;
    const { workflowId } = history.events[0].workflowExecutionStartedEventAttributes;
    await Worker.runReplayHistory({ workflowBundle: { code } }, history, workflowId);
  });
});
