import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./files.ts";

const cli = join(root, "dist/src/cli");

/** Packages that a built module loads before its first line runs, by way of our own modules. */
function packagesOf(entry: string): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set([join(cli, entry)]);
  for (const file of seen)
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(
      /^(?:import|export)\b[^;]*?from\s+"([^"]+)"/gm,
    ))
      if (!name.startsWith(".")) packages.add(name);
      else if (existsSync(join(dirname(file), name))) seen.add(join(dirname(file), name));
  return packages;
}

// Each of them takes as long to load as all that these commands do.
const slow = ["@duckdb/node-api", "@temporalio/client", "@temporalio/worker", "jsdom", "@observablehq/plot"];

it.each([...["main.js", "run.js", "status.js", "families.js", "schema.js", "failures.js"]])(
  "%s starts light",
  (entry) => {
    const found = packagesOf(entry);
    expect(found).toContain("commander");
    expect(slow.filter((name) => found.has(name))).toEqual([]);
  },
);

it("a worker begins without what publications take", () => {
  const found = packagesOf("worker.js");
  expect(found).toContain("@temporalio/worker");
  expect(slow.filter((name) => found.has(name) && !name.startsWith("@temporalio/"))).toEqual([]);
});
