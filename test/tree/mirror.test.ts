import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, typescriptFiles } from "./files.ts";

const mirrored = [
  ...["core", "spec", "storage", "report", "export", "client", "worker", "server", "cli"].map(
    (name) => `src/${name}`,
  ),
  ...["workflows", "activities"],
];

/**
 * `test/core/chain.test.ts` is about src/core/chain.ts or all of src/core/chain/, as is test/core/chain/chain.test.ts;
 * `chain.aspect.test.ts` is about one aspect of it.
 */
function mirrors(test: string): boolean {
  const source = test.replace(/(\.[a-z-]+)?\.test\.ts$/, "");
  const folder = dirname(source);
  if (basename(source) === basename(folder)) return existsSync(join(root, folder));
  return existsSync(join(root, `${source}.ts`)) || existsSync(join(root, source));
}

/** A test of a folder as a whole enters it by its index. */
function entersByIndex(folder: string, text: string): boolean {
  return existsSync(join(root, folder, "index.ts")) && text.includes(`${folder}/index.ts`);
}

describe.each(mirrored)("the tests of %s", (source) => {
  const folder = source.replace(/^src/, "test").replace(/^(workflows|activities)/, "test/$1");

  it("are there", () => {
    expect(existsSync(join(root, folder)), `tests in ${folder}`).toBe(true);
  });

  it("stand where their source stands", () => {
    if (!existsSync(join(root, folder))) return;
    const astray = typescriptFiles(folder)
      .filter((path) => path.endsWith(".test.ts"))
      .filter((path) => {
        const twin = source + path.slice(folder.length);
        return !mirrors(twin) && !entersByIndex(dirname(twin), readFileSync(join(root, path), "utf8"));
      });
    expect(astray).toEqual([]);
  });
});
