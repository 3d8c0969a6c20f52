import { Command } from "commander";
import { regimeNamed, regimeNames } from "../core/regimes/registry.ts";
import { withJson } from "./options.ts";
import { output } from "./output.ts";

/** `ouro regimes`: which data a generation may train on. */
export function regimesCommand(): Command {
  return withJson(new Command("regimes"))
    .description("list the regimes: which data a generation trains on")
    .addHelpText("after", "\nExample:\n  ouro regimes --json")
    .action((options: { json?: boolean }) => {
      const regimes = regimeNames.map((name) => ({ name, regime: regimeNamed(name) }));
      if (options.json) {
        output.json(
          regimes.map(({ name, regime }) => ({
            name,
            title: regime.title,
            summary: regime.summary,
            source: regime.source,
          })),
        );
        return;
      }
      const width = Math.max(...regimeNames.map((name) => name.length));
      for (const { name, regime } of regimes) output.line(`${name.padEnd(width)}  ${regime.summary}`);
    });
}
