#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { packageVersion } from "../version.ts";
import { commands } from "./commands.ts";
import { exitCode } from "./exit.ts";
import { explain } from "./explain.ts";
import { output } from "./output.ts";

/** Time for what a failed command left open to close. */
const lingerMs = 5000;

const program = new Command("ouro")
  .description("Durable sweeps of recursive-training chains on Temporal, ending in Parquet and a verdict.")
  .version(packageVersion)
  .showHelpAfterError("(ouro COMMAND --help shows an example)")
  .showSuggestionAfterError()
  .configureHelp({ sortSubcommands: false })
  .exitOverride();

// Only what is asked for is loaded; help and a name that is none need them all.
const name = process.argv[2] ?? "";
const asked = Object.hasOwn(commands, name) ? commands[name] : undefined;
for (const make of asked ? [asked] : Object.values(commands))
  program.addCommand((await make()).exitOverride());

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage;
  } else {
    const { message, code } = explain(error);
    output.note(`ouro: ${message}`);
    if (process.env["OURO_DEBUG"] && error instanceof Error) output.note(error.stack ?? "");
    process.exitCode = code;
    // Whoever starts it again waits for its end, which nothing that it left open may put off.
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}
