import { Command } from "commander";
import { renderReport } from "../report/page.ts";
import { readReportData } from "../report/read.ts";
import { reportKey } from "../storage/layout.ts";
import { heldSweep } from "./held-sweep.ts";
import { type StoreOptions, sweepArgument, withJson, withStore } from "./options.ts";
import { showResult } from "./result.ts";

/** `ouro report ID`: the verdict, and the page made anew from the dataset. */
export function reportCommand(): Command {
  return withStore(withJson(new Command("report")))
    .addArgument(sweepArgument())
    .addHelpText(
      "after",
      "\nOf a sweep that runs it is that of the newest snapshot: cells that are not finished have no verdict.\n\nExample:\n  ouro report pi-squared-over-six-0123456789",
    )
    .action(async (id: string, options: StoreOptions & { json?: boolean }) => {
      const { store, plan } = await heldSweep(options.store, id);
      const page = renderReport(await readReportData(store, plan));
      // The verdict first: it can be read where nothing can be written.
      await showResult(store, plan, options);
      await store.write(reportKey(id), new TextEncoder().encode(page));
    });
}
