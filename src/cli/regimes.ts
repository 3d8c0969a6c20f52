import type { Command } from "commander";
import { regimeNamed, regimeNames } from "../core/regimes/registry.ts";
import { catalogCommand } from "./catalog.ts";

/** `ouro regimes`: which data a generation may train on. */
export function regimesCommand(): Command {
  return catalogCommand({
    command: "regimes",
    example: "fresh-real",
    names: regimeNames,
    named: regimeNamed,
  });
}
