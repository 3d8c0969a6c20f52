import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pages = readdirSync(root)
  .concat(
    ["docs", "examples", "infra"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
        (path) => `${folder}/${path}`,
      ),
    ),
  )
  .filter((path) => path.endsWith(".md"));

it("finds the pages", () => {
  expect(pages).toContain("README.md");
  expect(pages).toContain("docs/papers.md");
});

it.each(pages)("every place that %s links to is there", (page) => {
  const text = readFileSync(join(root, page), "utf8");
  const links = Array.from(text.matchAll(/\]\((?!\w+:)([^)#\s]+)[^)]*\)/g), ([, link = ""]) => link);
  expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
});

it("docs/papers.md has every spec of examples/ once", () => {
  const text = readFileSync(join(root, "docs/papers.md"), "utf8");
  const named = Array.from(text.matchAll(/\]\(\.\.\/(examples\/[^)]+\.yaml)\)/g), ([, path = ""]) => path);
  const specs = readdirSync(join(root, "examples"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".yaml"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  expect(named.sort()).toEqual(specs.sort());
});
