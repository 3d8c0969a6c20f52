import { Command } from "commander";
import { specJsonSchema } from "../spec/json-schema.ts";
import { output } from "./output.ts";

/** `ouro schema`: for editors. */
export function schemaCommand(): Command {
  return new Command("schema")
    .description("print the JSON Schema of the spec")
    .option("--json", "the same: a schema is JSON")
    .addHelpText("after", "\nExample:\n  ouro schema > sweep.schema.json")
    .action(() => output.json(specJsonSchema()));
}
