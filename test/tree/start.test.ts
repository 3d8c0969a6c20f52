import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";
import { root } from "./files.ts";

const cli = join(root, "dist/src/cli");

/** What a built module loads before its first line runs: packages, and our own modules. */
function loadedBy(entry: string): {
  readonly packages: ReadonlySet<string>;
  readonly own: readonly string[];
} {
  const packages = new Set<string>();
  const seen = new Set([join(cli, entry)]);
  for (const file of seen)
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(
      /^(?:import|export)\b[^;]*?from\s+"([^"]+)"/gm,
    ))
      if (!name.startsWith(".")) packages.add(name);
      else if (existsSync(join(dirname(file), name))) seen.add(join(dirname(file), name));
  return { packages, own: [...seen].map((path) => relative(join(root, "dist/src"), path)) };
}

// Each of them takes as long to load as all that these commands do.
const slow = [
  "@duckdb/node-api",
  "@temporalio/client",
  "@temporalio/worker",
  "linkedom/worker",
  "@observablehq/plot",
];

/** Whether a name is one of these packages, or a file in one. */
function isSlow(name: string): boolean {
  return slow.some((each) => name === each || name.startsWith(`${each}/`));
}

it.each([...["main.js", "run.js", "status.js", "families.js", "schema.js", "failures.js"]])(
  "%s starts light",
  (entry) => {
    const found = loadedBy(entry).packages;
    expect(found).toContain("commander");
    expect([...found].filter(isSlow)).toEqual([]);
  },
);

it("a worker begins without what publications take", () => {
  const found = loadedBy("worker.js").packages;
  expect(found).toContain("@temporalio/worker");
  expect([...found].filter((name) => isSlow(name) && !name.startsWith("@temporalio/"))).toEqual([]);
});

it("a look at a sweep brings no kernels, and nothing that a server is started with", () => {
  const own = ["main.js", "status.js", "questions.js"].flatMap((entry) => loadedBy(entry).own);
  expect(own).toContain("server/running.js");
  expect(own.filter((path) => /^core\/(families|random)\/|^server\/(ladder|launch)/.test(path))).toEqual([]);
});

it("a look at a sweep reads no package of Temporal's whole", () => {
  const found = loadedBy("questions.js").packages;
  expect(found).toContain("@temporalio/client/lib/client.js");
  expect([...found].filter((name) => /^@temporalio\/(client|common|worker|workflow)$/.test(name))).toEqual(
    [],
  );
});
