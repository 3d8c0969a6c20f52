import { stringify } from "yaml";
import type { SpecContent } from "./content.ts";
import { mapFiles } from "./data-files.ts";
import type { PlannedFile } from "./plan.ts";
import { storedPath } from "../core/files/stored-path.ts";
import type { Spec } from "./parse.ts";

/** The order in which a person reads a spec. */
const order: readonly (keyof SpecContent)[] = [
  "name",
  "seed",
  "family",
  "parameters",
  "zip",
  "where",
  "regime",
  "generations",
  "replicates",
  "stop",
  "checkpoint",
  "queue",
  "report",
  "quick",
];

/**
 * A spec as YAML, defaults filled in, without its comments: it parses to the same plan.
 *
 * @param files those that it names: they are named where they lie beside the registered spec
 */
export function printSpec(spec: Spec, files: readonly PlannedFile[] = []): string {
  const content = mapFiles(spec.content, (path) => {
    const file = files.find((one) => one.path === path);
    return file ? storedPath(file) : path;
  });
  const notes = files.map((file) => `# ${storedPath(file)} was ${JSON.stringify(file.path)}\n`).join("");
  const fields = order.flatMap((name) =>
    content[name] === undefined ? [] : [[name, content[name]] as const],
  );
  const text = stringify(Object.fromEntries(fields), {
    lineWidth: 0,
    schema: "core",
    version: "1.2",
    aliasDuplicateObjects: false,
  });
  return notes + text;
}
