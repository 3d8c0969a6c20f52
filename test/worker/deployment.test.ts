import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packageVersion } from "../../src/version.ts";
import { pinnedTo, versionOf } from "../../src/worker/deployment.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-deployment-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("is one version where the workflows are the same, and another where they are not", async () => {
  const [bundle, copy, changed] = ["bundle", "copy", "changed"].map((name) => join(folder, name));
  for (const [path, code] of [
    [bundle, "workflows"],
    [copy, "workflows"],
    [changed, "workflows with a step more"],
  ])
    await writeFile(path as string, code as string);
  const version = await versionOf("ouro", bundle as string);
  expect(version.deploymentName).toBe("ouro");
  expect(version.buildId).toMatch(new RegExp(`^${packageVersion.replaceAll(".", "\\.")}-[0-9a-f]{12}$`));
  expect(await versionOf("ouro", copy as string)).toEqual(version);
  expect((await versionOf("ouro", changed as string)).buildId).not.toBe(version.buildId);
  expect(pinnedTo(version)).toMatchObject({ useWorkerVersioning: true, defaultVersioningBehavior: "PINNED" });
});
