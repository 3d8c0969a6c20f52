import { Command } from "commander";
import { familyNamed, familyNames } from "../core/families/registry.ts";
import { parameterLines } from "./catalog.ts";
import { withJson } from "./options.ts";
import { output } from "./output.ts";

/** `ouro families`: the models that chains can be made of. */
export function familiesCommand(): Command {
  return withJson(new Command("families"))
    .description("list the model families, their parameters and metrics")
    .argument("[name]", "only this one, in full")
    .addHelpText("after", "\nExample:\n  ouro families gaussian")
    .action((name: string | undefined, options: { json?: boolean }) => {
      const names = name === undefined ? familyNames : [name];
      const families = names.map((each) => ({ name: each, family: familyNamed(each) }));
      if (options.json) {
        output.json(
          families.map(({ name: each, family }) => ({
            name: each,
            title: family.title,
            summary: family.summary,
            source: family.source,
            parameters: family.parameters,
            metrics: family.metrics,
          })),
        );
        return;
      }
      const width = Math.max(...families.map((each) => each.name.length));
      for (const { name: each, family } of families) {
        output.line(`${each.padEnd(width)}  ${family.summary}`);
        if (name === undefined) continue;
        output.line(`\nSource: ${family.source}`);
        for (const line of parameterLines(family.parameters)) output.line(line);
        output.line("\nMetrics:");
        for (const metric of family.metrics)
          output.line(`  ${metric.name} [${metric.unit}]: ${metric.meaning}`);
      }
    });
}
