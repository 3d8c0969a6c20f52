import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root, typescriptFiles } from "./files.ts";

/** Numbers in the first column of the table of oracles. */
const listed = Array.from(
  readFileSync(join(root, "test/oracles/README.md"), "utf8").matchAll(/^\| *(\d+) \|/gm),
  ([, number]) => Number(number),
);

/** Titles of tests that name oracles, by the oracle's number. */
function tests(): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const path of typescriptFiles("test/core"))
    for (const [, numbers] of readFileSync(join(root, path), "utf8").matchAll(/\[oracles? ([\d, ]+)\]/g))
      for (const number of numbers!.split(",").map(Number))
        found.set(number, [...(found.get(number) ?? []), path]);
  return found;
}

it("every oracle of the papers is a test, and every test of an oracle is listed", () => {
  expect(listed).toEqual(Array.from({ length: 48 }, (_, i) => i + 1));
  expect([...tests().keys()].sort((a, b) => a - b)).toEqual(listed);
});
