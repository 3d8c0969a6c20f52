import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger } from "@temporalio/worker";
import { expect, it } from "vitest";

it("bundles for the sandbox and carries no activity code, no family and no package of ours", async () => {
  const workflowsPath = fileURLToPath(new URL("../../workflows/index.ts", import.meta.url));
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger("WARN") });
  expect(code).toContain("./workflows/chain.ts");
  for (const foreign of [
    "./activities/",
    "./src/core/families/",
    "./src/storage/",
    "nanoid",
    "node_modules/zod",
  ])
    expect(code).not.toContain(foreign);
}, 30_000);
