import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { bundleWorkflowCode, DefaultLogger, Worker } from "@temporalio/worker";
import { beforeAll, describe, expect, it } from "vitest";
import { packageVersion } from "../../src/version.ts";

const folder = new URL("../histories/", import.meta.url);
const histories = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".json.gz"),
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

  it.each(["sweep", "shard", "chain"])("are there for %s: whole, midway and continued as new", (type) => {
    for (const kind of ["whole", "midway", "continued"])
      expect(histories).toContain(`${packageVersion}/${type}-${kind}.json.gz`);
  });

  it.each(histories)("%s replays", async (name) => {
    const history = JSON.parse(gunzipSync(readFileSync(new URL(name, folder))).toString()) as RecordedHistory;
    const { workflowId } = history.events[0].workflowExecutionStartedEventAttributes;
    await Worker.runReplayHistory({ workflowBundle: { code } }, history, workflowId);
  });
});
