#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { packageVersion } from "../version.ts";
import { diffCommand } from "./diff.ts";
import { doctorCommand } from "./doctor.ts";
import { exitCode } from "./exit.ts";
import { explain } from "./explain.ts";
import { exportCommand } from "./export.ts";
import { failuresCommand } from "./failures.ts";
import { excludeCommand } from "./exclude.ts";
import { extendCommand } from "./extend.ts";
import { familiesCommand } from "./families.ts";
import { fsckCommand } from "./fsck.ts";
import { figuresCommand } from "./figures.ts";
import { output } from "./output.ts";
import { planCommand } from "./plan.ts";
import { queryCommand } from "./query.ts";
import { regimesCommand } from "./regimes.ts";
import { reportCommand } from "./report.ts";
import { reproduceCommand } from "./reproduce.ts";
import { retryCommand } from "./retry.ts";
import { runCommand } from "./run.ts";
import { schemaCommand } from "./schema.ts";
import { serverCommand } from "./server.ts";
import { statusCommand } from "./status.ts";
import { steerCommand } from "./steer.ts";
import { submitCommand } from "./submit.ts";
import { watchCommand } from "./watch.ts";
import { workerCommand } from "./worker.ts";

const program = new Command("ouro")
  .description("Durable sweeps of recursive-training chains on Temporal, ending in Parquet and a verdict.")
  .version(packageVersion)
  .showHelpAfterError("(ouro COMMAND --help shows an example)")
  .showSuggestionAfterError()
  .configureHelp({ sortSubcommands: false })
  .exitOverride();

for (const command of [
  runCommand(),
  figuresCommand(),
  planCommand(),
  submitCommand(),
  workerCommand(),
  statusCommand(),
  watchCommand(),
  steerCommand("pause"),
  steerCommand("resume"),
  steerCommand("cancel"),
  extendCommand(),
  excludeCommand(),
  failuresCommand(),
  retryCommand(),
  queryCommand(),
  exportCommand(),
  reportCommand(),
  reproduceCommand(),
  diffCommand(),
  fsckCommand(),
  familiesCommand(),
  regimesCommand(),
  schemaCommand(),
  doctorCommand(),
  serverCommand(),
])
  program.addCommand(command.exitOverride());

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
  }
}
