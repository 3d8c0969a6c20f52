import type { Command } from "commander";
import { familyNamed, familyNames } from "../core/families/registry.ts";
import { catalogCommand } from "./catalog.ts";

/** `ouro families`: the models that chains can be made of. */
export function familiesCommand(): Command {
  return catalogCommand({
    command: "families",
    example: "gaussian",
    names: familyNames,
    named: familyNamed,
  });
}
