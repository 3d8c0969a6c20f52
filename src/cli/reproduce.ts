import { Command } from "commander";
import { formatCount } from "../report/format.ts";
import { reproduceChain, type Reproduction } from "../report/reproduce.ts";
import { exitCode } from "./exit.ts";
import { heldSweep } from "./held-sweep.ts";
import { type StoreOptions, sweepArgument, withJson, withStore } from "./options.ts";
import { output } from "./output.ts";

/** `ouro reproduce ID CHAIN`: one chain again, without a server, beside the dataset. */
export function reproduceCommand(): Command {
  return withStore(withJson(new Command("reproduce")))
    .addArgument(sweepArgument())
    .argument("<chain>", "the chain's id, <cell id>-<replicate>")
    .addHelpText("after", "\nExample:\n  ouro reproduce ID 0123456789abcdef-17")
    .action(async (id: string, chain: string, options: StoreOptions & { json?: boolean }) => {
      const { store, plan } = await heldSweep(options.store, id);
      const result = await reproduceChain(store, plan, chain);
      if (options.json) output.json(result);
      else if (result.differences.length === 0) output.line(sameBits(result));
      else
        for (const { generation, column, dataset, again } of result.differences)
          output.line(`generation ${generation}, ${column}: the dataset has ${dataset}, this run ${again}`);
      if (result.differences.length > 0) process.exitCode = exitCode.failed;
    });
}

function sameBits({ chainId, generations, held, values, without }: Reproduction): string {
  const whole = formatCount(generations);
  if (held === 0)
    return `${chainId}: ran to its end, generation ${whole}; the dataset has nothing of it to compare with.`;
  const rest = held < generations ? ` The dataset has no more of its ${whole} so far.` : "";
  const unknown =
    without.length > 0 ? ` An earlier version, without ${without.join(", ")}, computed it.` : "";
  return `${chainId}: ${formatCount(values)} values of ${formatCount(held)} generations, all the same bits.${rest}${unknown}`;
}
