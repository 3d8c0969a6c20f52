import { Command, Option } from "commander";
import type { Cell } from "../core/cell.ts";
import { ParameterError } from "../core/errors.ts";
import { groupFailures } from "../report/failure-groups.ts";
import { formatCount } from "../report/format.ts";
import type { Plan } from "../spec/plan.ts";
import { suggest } from "../spec/nearest.ts";
import { coordinates, narrowedPlan } from "../spec/revise.ts";
import { parseCondition, ConditionError } from "../core/condition.ts";
import { listCohortFailures } from "../storage/failures.ts";
import { readSpecText, reviseSweep } from "../storage/registration.ts";
import type { Store } from "../storage/store.ts";
import { drive, type DriveOptions, withDetach, withDrive } from "./drive.ts";
import { heldSweep } from "./held-sweep.ts";
import { sweepArgument } from "./options.ts";
import { output } from "./output.ts";

interface Choice {
  readonly where?: string;
  readonly group?: string;
  readonly cell?: readonly string[];
}

/** `ouro exclude ID`: cells that are no longer wanted, running or done. */
export function excludeCommand(): Command {
  return withDetach(withDrive(new Command("exclude")))
    .addArgument(sweepArgument())
    .addOption(new Option("--where <condition>", "cells for which it holds").conflicts(["group", "cell"]))
    .addOption(new Option("--group <group>", "cells with chains in this group of failures").conflicts("cell"))
    .option("--cell <ids...>", "cells by id")
    .option("--dry-run", "say which cells, and change nothing")
    .addHelpText("after", "\nExample:\n  ouro exclude ID --where 'samples < 20 and regime == \"replace\"'")
    .action(async (id: string, options: DriveOptions & Choice & { dryRun?: boolean }) => {
      const { store, plan: held } = await heldSweep(options.store, id);
      const unwanted = await choose(store, held, options);
      const left = held.cells.length - unwanted.size;
      output.note(`${formatCount(unwanted.size)} cells are left out, ${formatCount(left)} stay.`);
      for (const cell of held.cells)
        if (unwanted.has(cell.id)) output.note(`  ${cell.id}  ${JSON.stringify(coordinates(cell))}`);
      if (left === 0)
        throw new ParameterError(
          "exclude",
          "a choice that leaves a cell",
          "all of them",
          "Cancel the sweep.",
        );
      if (options.dryRun || unwanted.size === 0) {
        if (options.json)
          output.json({ sweepId: id, revision: held.revision, removed: [...unwanted], unchanged: left });
        return;
      }
      const next = narrowedPlan(held, (cell) => unwanted.has(cell.id));
      const spec = `${(await readSpecText(store, id)) ?? ""}# left out: ${[...unwanted].join(" ")}\n`;
      const plan = await reviseSweep(store, held, next, spec);
      await drive(store, plan, options, `ouro run with its spec`);
    });
}

async function choose(store: Store, plan: Plan, { where, group, cell }: Choice): Promise<Set<string>> {
  if (where !== undefined) return new Set(cellsWhere(where, plan).map(({ id }) => id));
  if (group !== undefined) {
    const groups = groupFailures(plan, await listCohortFailures(store, plan));
    const cells = groups.find((each) => each.group === group)?.cells;
    if (cells === undefined)
      throw new ParameterError("--group", "a group of failures", group, "See `ouro failures`.");
    return new Set(cells);
  }
  if (cell === undefined)
    throw new ParameterError("exclude", "--where, --group or --cell", "none of them", "Say which cells.");
  const known = new Set(plan.cells.map(({ id }) => id));
  for (const each of cell)
    if (!known.has(each))
      throw new ParameterError("--cell", "the id of a cell of the sweep", each, "See `ouro query ID`.");
  return new Set(cell);
}

/** Cells for which a condition holds; it does not for one that lacks a name in it, such as a parameter of another regime. */
function cellsWhere(text: string, { cells }: Plan): Cell[] {
  try {
    const { names, holds } = parseCondition(text);
    const valuesOf = cells.map(coordinates);
    const known = [...new Set(valuesOf.flatMap((values) => Object.keys(values)))];
    for (const [name, at] of names)
      if (!known.includes(name))
        throw new ConditionError(at, `${name} is no name of a cell. ${suggest(name, known)}`);
    const used = [...names.keys()];
    return cells.filter((_, cell) => {
      const values = valuesOf[cell] ?? {};
      return used.every((name) => Object.hasOwn(values, name)) && holds((name) => values[name]);
    });
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    throw new ParameterError(
      "--where",
      "a condition on cells",
      text,
      `Character ${error.at + 1}: ${error.message}`,
    );
  }
}
