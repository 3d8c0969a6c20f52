import { Command } from "commander";
import { specJsonSchema } from "../spec/json-schema.ts";
import { output } from "./output.ts";

/** `ouro schema`: for editors. */
export function schemaCommand(): Command {
  return new Command("schema")
    .option("--json", "the same: a schema is JSON")
    .addHelpText("after", "\nExample:\n  ouro schema > sweep.schema.json")
    .action(() => output.json(specJsonSchema()));
}
