import { readFile } from "node:fs/promises";
import { ParameterError } from "../core/errors.ts";
import { parseSpec } from "../spec/parse.ts";
import { planOf } from "../spec/plan-of.ts";
import type { Plan } from "../spec/plan.ts";
import { printSpec } from "../spec/print.ts";

/** A spec file, checked and expanded, with its canonical text for the store. */
export interface LoadedSpec {
  readonly plan: Plan;
  readonly text: string;
}

/**
 * Reads and checks a spec file.
 *
 * @throws {SpecError} with every mistake in it
 * @throws {ParameterError} when there is no such file
 */
export async function loadSpec(path: string): Promise<LoadedSpec> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new ParameterError(
      "SPEC",
      "a YAML or JSON file that can be read",
      path,
      reasons[error.code ?? ""] ?? error.message,
    );
  });
  const spec = parseSpec(bytes, path);
  return { plan: planOf(spec), text: printSpec(spec) };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file.",
  EISDIR: "That is a directory.",
  EACCES: "It may not be read.",
};
