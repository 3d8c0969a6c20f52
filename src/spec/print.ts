import { stringify } from "yaml";
import type { SpecContent } from "./content.ts";
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
  "checkpoint",
  "queue",
  "report",
  "quick",
];

/** A spec as YAML, defaults filled in, without comments: it parses to the same plan. */
export function printSpec({ content }: Spec): string {
  const fields = order.flatMap((name) =>
    content[name] === undefined ? [] : [[name, content[name]] as const],
  );
  return stringify(Object.fromEntries(fields), {
    lineWidth: 0,
    schema: "core",
    version: "1.2",
    aliasDuplicateObjects: false,
  });
}
