import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

/** Values exported by the files of a folder, each with the docstring before it; lists and registries hold no mathematics. */
function exportsOf(folder: string): { readonly name: string; readonly doc: string }[] {
  const root = fileURLToPath(new URL(`../../src/core/${folder}/`, import.meta.url));
  const files = readdirSync(root).filter(
    (file) => file.endsWith(".ts") && !["all.ts", "registry.ts"].includes(file),
  );
  return files.flatMap((file) => {
    const text = readFileSync(`${root}${file}`, "utf8");
    const declaration = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?^export (?:const|function|class) (\w+)/gm;
    return Array.from(text.matchAll(declaration), ([, doc = "", name]) => ({
      name: `${folder}/${file}: ${name}`,
      doc,
    }));
  });
}

it.each(["families", "regimes", "theory"])("every export of core/%s names its source", (folder) => {
  const found = exportsOf(folder);
  expect(found.length).toBeGreaterThan(4);
  expect(found.filter(({ doc }) => !/@source \S/.test(doc)).map(({ name }) => name)).toEqual([]);
});
