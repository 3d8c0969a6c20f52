import { Command } from "commander";
import type { Metric, ParameterInfo } from "../core/families/family.ts";
import { withJson } from "./options.ts";
import { output } from "./output.ts";

/** What a spec may name, and what is to be known of it. */
export interface Entry {
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly parameters: readonly ParameterInfo[];
  readonly metrics?: readonly Metric[];
}

/** A command that lists a registry, a line each, or one entry of it in full. */
export interface Catalog {
  readonly command: string;
  readonly example: string;
  readonly names: readonly string[];
  /** @throws {ParameterError} where there is no such name */
  readonly named: (name: string) => Entry;
}

export function catalogCommand({ command, example, names: all, named }: Catalog): Command {
  return withJson(new Command(command))
    .argument("[name]", "only this one, in full")
    .addHelpText("after", `\nExample:\n  ouro ${command} ${example}`)
    .action((name: string | undefined, options: { json?: boolean }) => {
      const names = name === undefined ? all : [name];
      const entries = names.map((each) => ({ name: each, entry: named(each) }));
      if (options.json) {
        output.json(
          entries.map(({ name: each, entry: { title, summary, source, parameters, metrics } }) => {
            return { name: each, title, summary, source, parameters, ...(metrics && { metrics }) };
          }),
        );
        return;
      }
      const width = Math.max(...names.map((each) => each.length));
      for (const { name: each, entry } of entries) {
        output.line(`${each.padEnd(width)}  ${entry.summary}`);
        if (name !== undefined) for (const line of detailsOf(entry)) output.line(line);
      }
    });
}

function detailsOf({ source, parameters, metrics = [] }: Entry): readonly string[] {
  const given = parameters.map(({ name, must, default: preset }) => {
    const unless = preset === undefined ? "" : ` (default ${JSON.stringify(preset)})`;
    return `  ${name}: ${must}${unless}`;
  });
  const measured = metrics.map(({ name, unit, meaning }) => `  ${name} [${unit}]: ${meaning}`);
  return [
    `\nSource: ${source}`,
    ...(given.length > 0 ? ["\nParameters:", ...given] : []),
    ...(measured.length > 0 ? ["\nMetrics:", ...measured] : []),
  ];
}
