import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root, typescriptFiles } from "./files.ts";

const limit = 300;

it("splits a file before it has 300 lines", () => {
  const long = typescriptFiles("src", "workflows", "activities")
    .map((path) => ({ path, lines: readFileSync(join(root, path), "utf8").split("\n").length - 1 }))
    .filter(({ lines }) => lines > limit);
  expect(long).toEqual([]);
});
