import type { Command } from "commander";
import { familyNamed, familyNames } from "../core/families/registry.ts";
import { catalogCommand } from "./catalog.ts";

/** `ouro families`: the models that chains can be made of. */
export function familiesCommand(): Command {
  return catalogCommand({
    command: "families",
    description: "list the model families, their parameters and metrics",
    example: "gaussian",
    names: familyNames,
    named: familyNamed,
  });
}
