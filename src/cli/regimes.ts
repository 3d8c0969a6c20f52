import { Command } from "commander";
import { regimeNamed, regimeNames } from "../core/regimes/registry.ts";
import { parameterLines } from "./catalog.ts";
import { withJson } from "./options.ts";
import { output } from "./output.ts";

/** `ouro regimes`: which data a generation may train on. */
export function regimesCommand(): Command {
  return withJson(new Command("regimes"))
    .description("list the regimes, which data a generation trains on, and their parameters")
    .argument("[name]", "only this one, in full")
    .addHelpText("after", "\nExample:\n  ouro regimes fresh-real")
    .action((name: string | undefined, options: { json?: boolean }) => {
      const names = name === undefined ? regimeNames : [name];
      const regimes = names.map((each) => ({ name: each, regime: regimeNamed(each) }));
      if (options.json) {
        output.json(
          regimes.map(({ name: each, regime }) => ({
            name: each,
            title: regime.title,
            summary: regime.summary,
            source: regime.source,
            parameters: regime.parameters,
          })),
        );
        return;
      }
      const width = Math.max(...names.map((each) => each.length));
      for (const { name: each, regime } of regimes) {
        output.line(`${each.padEnd(width)}  ${regime.summary}`);
        if (name === undefined) continue;
        output.line(`\nSource: ${regime.source}`);
        for (const line of parameterLines(regime.parameters)) output.line(line);
      }
    });
}
