import { Command } from "commander";
import { ConflictError } from "../core/errors.ts";
import { renderReport } from "../report/page.ts";
import { readReportData } from "../report/read.ts";
import { reportKey } from "../storage/layout.ts";
import { openStore } from "../storage/open.ts";
import { readPlan } from "../storage/registration.ts";
import { type StoreOptions, withJson, withStore } from "./options.ts";
import { showResult } from "./result.ts";

/** `ouro report ID`: the verdict, and the page made anew from the dataset. */
export function reportCommand(): Command {
  return withStore(withJson(new Command("report")))
    .description("print a sweep's verdict and write its HTML report anew from the dataset")
    .argument("<id>", "the sweep's id")
    .addHelpText("after", "\nExample:\n  ouro report pi-squared-over-six-0123456789")
    .action(async (id: string, options: StoreOptions & { json?: boolean }) => {
      const store = openStore(options.store);
      const plan = await readPlan(store, id);
      if (plan === undefined)
        throw new ConflictError(
          `${options.store} holds no sweep ${id}. \`ouro status\` lists what it holds.`,
        );
      const page = renderReport(await readReportData(store, plan));
      await store.write(reportKey(id), new TextEncoder().encode(page));
      await showResult(store, plan, options);
    });
}
