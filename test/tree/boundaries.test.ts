import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "./files.ts";

// One line a case: where it stands, what it imports, whether the linter has to refuse it.
const imports: readonly (readonly [folder: string, line: string, verdict: "refused" | "allowed"])[] = [
  ["src/core/families", 'import { x } from "../errors.ts";', "allowed"],
  ["src/core/families", 'import { x } from "zod";', "refused"],
  ["src/core/families", 'import { x } from "node:fs";', "refused"],
  ["src/core/families", 'import { x } from "../../spec/plan.ts";', "refused"],
  ["src/core/families", 'import type { X } from "../../storage/store.ts";', "refused"],
  ["src/spec", 'import { x } from "zod";', "allowed"],
  ["src/spec", 'import { x } from "node:crypto";', "allowed"],
  ["src/spec", 'import { x } from "node:fs";', "refused"],
  ["src/spec", 'import { x } from "../storage/open.ts";', "refused"],
  ["src/storage", 'import type { X } from "../spec/plan.ts";', "allowed"],
  ["src/storage", 'import { x } from "../spec/cohorts.ts";', "allowed"],
  ["src/storage", 'import { x } from "../spec/plan-of.ts";', "refused"],
  ["src/storage", 'import { x } from "@temporalio/client";', "refused"],
  ["src/storage", 'import { x } from "../report/page.ts";', "refused"],
  ["src/report", 'import { x } from "../storage/dataset/query.ts";', "allowed"],
  ["src/report", 'import { x } from "../../activities/dataset.ts";', "refused"],
  ["src/report", 'import { x } from "@temporalio/activity";', "refused"],
  ["src/export", 'import { x } from "../storage/dataset/manifest.ts";', "allowed"],
  ["src/export", 'import { Client } from "pg";', "allowed"],
  ["src/storage", 'import { x } from "../export/export.ts";', "refused"],
  ["src/export", 'import { x } from "../report/page.ts";', "refused"],
  ["src/export", 'import { x } from "@temporalio/client";', "refused"],
  ["activities", 'import { x } from "../src/storage/open.ts";', "allowed"],
  ["activities", 'import type { X } from "../workflows/messages.ts";', "allowed"],
  ["activities", 'import { x } from "../workflows/messages.ts";', "refused"],
  ["activities", 'import { x } from "../src/client/sweep-client.ts";', "refused"],
  ["workflows", 'import { x } from "../src/core/errors.ts";', "allowed"],
  ["workflows", 'import type { X } from "../src/core/families/registry.ts";', "allowed"],
  ["workflows", 'import { x } from "../src/core/families/registry.ts";', "refused"],
  ["workflows", 'import { x } from "../src/spec/plan.ts";', "refused"],
  ["workflows", 'import type { X } from "../activities/advance.ts";', "allowed"],
  ["workflows", 'import { x } from "../activities/advance.ts";', "refused"],
  ["workflows", 'import { x } from "nanoid";', "refused"],
  ["workflows", 'import { x } from "node:crypto";', "refused"],
  ["src/client", 'import { x } from "../../workflows/handlers.ts";', "allowed"],
  ["src/client", 'import type { X } from "../../workflows/sweep.ts";', "allowed"],
  ["src/client", 'import { x } from "../../workflows/sweep.ts";', "refused"],
  ["src/client", 'import { x } from "../storage/open.ts";', "refused"],
  ["src/worker", 'import { x } from "../../activities/advance.ts";', "allowed"],
  ["src/worker", 'import { x } from "../../workflows/sweep.ts";', "refused"],
  ["src/worker", 'import { x } from "../cli/output.ts";', "refused"],
  ["src/server", 'import { x } from "../core/errors.ts";', "allowed"],
  ["src/server", 'import { x } from "../storage/open.ts";', "refused"],
  ["src/cli", 'import { x } from "../storage/open.ts";', "allowed"],
  ["src/cli", 'import { x } from "../../test/support/ouro.ts";', "refused"],
];

const statements: readonly (readonly [folder: string, line: string, rule: string])[] = [
  ["src/core", "export const x: number = Math.log(2);", "no-restricted-properties"],
  ["src/core", "export const x: number = Math.random();", "no-restricted-properties"],
  ["src/core", "export const x: number = new Date().getTime();", "no-restricted-globals"],
  ["src/core", "export async function x(): Promise<void> {}", "no-async-await"],
  ["src/core", "export const x = (y: number[]): number => y[0]!;", "no-non-null-assertion"],
  ["workflows", "export const x: number = Math.exp(2);", "no-restricted-properties"],
  ["workflows", "export const x: number = Date.now();", "no-restricted-properties"],
  ["src/storage", 'export const x: string | undefined = process.env["X"];', "no-process-env"],
  ["src/spec", "export const x = (y: any): unknown => y;", "no-explicit-any"],
  ["src/report", "console.log(1);", "no-console"],
];

let folder: string;
let found: ReadonlySet<string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ouro-lint-"));
  cpSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  for (const [table, cases] of Object.entries({ imports, statements }))
    for (const [index, [place, line]] of cases.entries()) {
      const path = join(folder, place, `${table}-${index}.ts`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${line}\n`);
    }
  found = lint();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** "file rule" of everything that the linter refuses. */
function lint(): ReadonlySet<string> {
  const program = join(root, "node_modules/oxlint/bin/oxlint");
  const options: ExecFileSyncOptionsWithStringEncoding = {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  };
  let printed: string;
  try {
    printed = execFileSync(
      process.execPath,
      [program, "--format", "json", "--disable-nested-config"],
      options,
    );
  } catch (error) {
    printed = (error as { stdout: string }).stdout; // it ends with 1 when it refuses something
  }
  const { diagnostics } = JSON.parse(printed) as { diagnostics: { code: string; filename: string }[] };
  return new Set(diagnostics.map(({ code, filename }) => `${filename.replaceAll("\\", "/")} ${code}`));
}

const refused = (file: string, rule: string): boolean =>
  [...found].some((entry) => entry.startsWith(file) && entry.includes(`(${rule})`));

describe("the linter holds the directions of dependency", () => {
  it.each(imports.map((entry, index) => [...entry, index] as const))(
    "%s: %s %s",
    (place, _line, verdict, index) => {
      expect(refused(`${place}/imports-${index}.ts`, "no-restricted-imports")).toBe(verdict === "refused");
    },
  );
});

describe("the linter keeps clocks, chance and guesses out", () => {
  it.each(statements.map((entry, index) => [...entry, index] as const))(
    "%s: %s",
    (place, _line, rule, index) => {
      expect(refused(`${place}/statements-${index}.ts`, rule)).toBe(true);
    },
  );
});

it("has a say about every folder of src", () => {
  const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const judged = new Set(imports.map(([place]) => place.split("/")[1]));
  expect(folders.map(({ name }) => name).filter((name) => !judged.has(name))).toEqual([]);
});
