import { Command, InvalidArgumentError, Option } from "commander";
import { anyDifference, diffSweeps } from "../report/diff.ts";
import { diffTable } from "../report/diff-table.ts";
import { exitCode } from "./exit.ts";
import { noteExtent } from "./extent.ts";
import { heldSweep } from "./held-sweep.ts";
import { count, type StoreOptions, storeUrl, sweepArgument, withJson, withStore } from "./options.ts";
import { output } from "./output.ts";

interface DiffOptions extends StoreOptions {
  readonly json?: boolean;
  readonly all?: boolean;
  readonly otherStore?: string;
  readonly generation?: number;
  readonly confidence: number;
}

/** `ouro diff ID1 ID2`: two sweeps, cell by cell. */
export function diffCommand(): Command {
  return withStore(withJson(new Command("diff")))
    .addArgument(sweepArgument("<id1>", "a sweep's id"))
    .addArgument(sweepArgument("<id2>", "another's, or the same one's in another store"))
    .addOption(
      new Option("--other-store <url>", "where the second sweep lives, unless there as well").argParser(
        storeUrl,
      ),
    )
    .option(
      "--generation <generation>",
      "the generation to compare; the last that both have unless given",
      count,
    )
    .option("--confidence <share>", "of the intervals and of the verdict", share, 0.95)
    .option("--all", "every comparison, however many")
    .addHelpText(
      "after",
      "\nCells match by family, regime and parameters; seeds may differ. Cells that are not finished in both are left out.\nMeans are compared by the wider of Welch's and\nStudent's intervals, and p-values adjusted (Holm) for all comparisons made.\n\nExample:\n  ouro diff ID1 ID2 --other-store s3://bucket/sweeps",
    )
    .action(async (id1: string, id2: string, options: DiffOptions) => {
      const first = await heldSweep(options.store, id1);
      const second = await heldSweep(options.otherStore ?? options.store, id2);
      const found = await diffSweeps([first, second], options.confidence, options.generation);
      for (const [index, extent] of found.extents.entries()) noteExtent(extent, index === 0 ? id1 : id2);
      if (options.json) output.json(found);
      else for (const line of diffTable(found, [id1, id2], options.all === true)) output.line(line);
      if (anyDifference(found)) process.exitCode = exitCode.failed;
    });
}

function share(raw: string): number {
  const value = Number(raw);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError("It must be a number between 0 and 1.");
  return value;
}
