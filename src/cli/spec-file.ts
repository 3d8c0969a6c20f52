import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ParameterError } from "../core/errors.ts";
import { parseSpec } from "../spec/parse.ts";
import { planOf } from "../spec/plan-of.ts";
import type { Plan } from "../spec/plan.ts";
import { folderReader } from "./folder-reader.ts";
import { printSpec } from "../spec/print.ts";
import { quickSpec } from "../spec/quick.ts";

/** A spec file, checked and expanded, with its canonical text for the store. */
export interface LoadedSpec {
  readonly plan: Plan;
  readonly text: string;
}

/**
 * Reads and checks a spec file.
 *
 * @param quick its quick variant instead
 * @throws {SpecError} with every mistake in it
 * @throws {ParameterError} when there is no such file, or no quick block in it
 */
export async function loadSpec(path: string, quick: boolean = false): Promise<LoadedSpec> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new ParameterError(
      "SPEC",
      "a YAML or JSON file that can be read",
      path,
      reasons[error.code ?? ""] ?? error.message,
    );
  });
  const written = parseSpec(bytes, path);
  const spec = quick ? quickSpec(written) : written;
  if (spec === undefined)
    throw new ParameterError(
      "--quick",
      "used with a spec that has a quick block",
      path,
      "Add one, such as quick: {replicates: 20}.",
    );
  const plan = planOf(spec, folderReader(dirname(path)));
  return { plan, text: printSpec(spec, plan.files) };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file.",
  EISDIR: "That is a directory.",
  EACCES: "It may not be read.",
};
