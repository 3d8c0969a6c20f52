import { fileURLToPath } from "node:url";
import { customAlphabet } from "nanoid";
import { Command } from "commander";
import { doctor } from "../server/doctor.ts";
import { openStore } from "../storage/open.ts";
import { probeStore } from "../storage/probe.ts";
import { exitCode } from "./exit.ts";
import {
  connectOptions,
  type ServerOptions,
  type StoreOptions,
  withJson,
  withServer,
  withStore,
} from "./options.ts";
import { output } from "./output.ts";

const token = customAlphabet("abcdefghijklmnopqrstuvwxyz0123456789", 10);

/** `ouro doctor`: what is missing or wrong around a sweep, with the fix. */
export function doctorCommand(): Command {
  return withServer(withStore(withJson(new Command("doctor"))))
    .addHelpText("after", "\nExample:\n  ouro doctor --store s3://bucket/sweeps")
    .action(async (options: StoreOptions & ServerOptions & { json?: boolean }) => {
      const checks = await doctor({
        ...connectOptions(options, "adopt"),
        storeWritable: () => probeStore(openStore(options.store), `doctor-${token()}`),
        ...(options.store.startsWith("file:") ? { storeFolder: fileURLToPath(options.store) } : {}),
      });
      if (options.json) output.json(checks);
      else
        for (const check of checks) {
          output.line(`${marks[check.ok]} ${check.name}: ${check.detail}`);
          if (check.fix) output.line(`       ${check.fix}`);
        }
      if (checks.some((check) => check.ok === "fail")) process.exitCode = exitCode.failed;
    });
}

const marks = { ok: "  ok  ", warn: " warn ", fail: " FAIL " } as const;
