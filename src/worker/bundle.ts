import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger } from "@temporalio/worker";

/** Build step: the workflow bundle that every worker loads, so that none bundles at start. */
const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(import.meta.resolve("#workflows")),
  logger: new DefaultLogger("WARN"),
});
await writeFile(fileURLToPath(import.meta.resolve("#workflow-bundle")), code);
