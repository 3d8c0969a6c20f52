import { Command } from "commander";
import { ensureServer } from "../server/embedded.ts";
import { serverStatus } from "../server/status.ts";
import { stopServer } from "../server/stop.ts";
import { exitCode } from "./exit.ts";
import { connectOptions, count, type ServerOptions, withJson } from "./options.ts";
import { output } from "./output.ts";

/** `ouro server start|stop|status`: the embedded Temporal server. */
export function serverCommand(): Command {
  const command = new Command("server").addHelpText(
    "after",
    "\nExample:\n  ouro server start\n  ouro server status --json",
  );
  command
    .command("start")
    .description("find or provision the server, start it, and leave it running on loopback")
    .option("--port <port>", "this very port", count)
    .option(
      "--temporal-bin <path>",
      "the `temporal` program to use (also OURO_TEMPORAL_BIN)",
      process.env["OURO_TEMPORAL_BIN"],
    )
    .action(async (options: ServerOptions & { port?: number }) => {
      const server = await ensureServer({ ...connectOptions(options, "start"), port: options.port });
      output.note(
        `${server.adopted ? "Running already" : "Started"}: Temporal ${server.version}, process ${server.pid}.`,
      );
      output.line(server.address);
    });
  command
    .command("stop")
    .description("stop the server; its history stays in the data folder")
    .action(async () => {
      output.line(await stopServer(connectOptions({}, "adopt")));
    });
  withJson(command.command("status"))
    .description("say whether the server runs, where, and how much it holds")
    .action(async (options: { json?: boolean }) => {
      const status = await serverStatus(connectOptions({}, "adopt"));
      if (options.json) output.json(status);
      else if (status.running)
        output.line(
          `${status.healthy ? "running" : "running, not answering"} at ${status.address} (process ${status.pid}, Temporal ${status.version}, database ${Math.round(status.databaseBytes / 2 ** 20)} MiB)`,
        );
      else output.line("not running");
      if (!status.running) process.exitCode = exitCode.failed;
    });
  return command;
}
