#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { packageVersion } from "../version.ts";
import { commands } from "./commands.ts";
import { exitCode } from "./exit.ts";
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

// A command's modules are loaded only where it is the one that is asked for.
const [first, second] = process.argv.slice(2);
const asked = first === "help" ? second : first;
for (const [name, { summary, load }] of Object.entries(commands)) {
  const command = name === asked ? await load() : new Command(name);
  program.addCommand(command.description(summary).exitOverride());
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage;
  } else {
    const { explain } = await import("./explain.ts"); // it brings the client, which most commands do without
    const { message, code } = explain(error);
    output.note(`ouro: ${message}`);
    if (process.env["OURO_DEBUG"] && error instanceof Error) output.note(error.stack ?? "");
    process.exitCode = code;
    // Whoever starts it again waits for its end, which nothing that it left open may put off.
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}
