import { Command } from "commander";
import { ParameterError } from "../core/errors.ts";
import { failedChains, type FigureEntry } from "../report/figures-entry.ts";
import { renderFigures } from "../report/figures-page.ts";
import { type FigureSection, figureSection } from "../report/figures-section.ts";
import { figuresJson, figuresTable } from "../report/figures-table.ts";
import { readReportData } from "../report/read.ts";
import type { Plan } from "../spec/plan.ts";
import { figuresKey, reportKey } from "../storage/layout.ts";
import { openStore } from "../storage/open.ts";
import type { Store } from "../storage/store.ts";
import { type DriveOptions, withDrive } from "./drive.ts";
import { exitCode } from "./exit.ts";
import { explain } from "./explain.ts";
import { keepPublished } from "./keep-published.ts";
import { withQuick } from "./options.ts";
import { colour, output, width } from "./output.ts";
import { register } from "./register.ts";
import { place } from "./result.ts";
import { settledManifest } from "./settled.ts";
import { openSession, type Session } from "./session.ts";
import { loadSpec, type LoadedSpec } from "./spec-file.ts";
import { specFiles } from "./spec-files.ts";

interface FiguresOptions extends DriveOptions {
  readonly quick?: boolean;
  readonly only: string;
}

/** Wall clock of each sweep by its id, kept beside the page: a run that finds a sweep done does not know it. */
type Times = Readonly<Record<string, number>>;

/** `ouro figures PATH...`: many sweeps on one server and one worker, and a page with a verdict each. */
export function figuresCommand(): Command {
  return withQuick(withDrive(new Command("figures")))
    .argument("[path...]", "specs, or folders of them", ["examples"])
    .option("--only <text>", "run those whose path contains this; what is done already stays on the page", "")
    .addHelpText("after", "\nExample:\n  ouro figures examples --quick --only kazdan")
    .action(figures);
}

async function figures(paths: readonly string[], options: FiguresOptions): Promise<void> {
  const store = openStore(options.store);
  const files = await specFiles(paths);
  const chosen = files.filter((file) => file.includes(options.only));
  if (chosen.length === 0)
    throw new ParameterError("--only", "part of a path", options.only, `There are ${files.join(", ")}.`);
  const times = new Map(Object.entries(await readTimes(store, options)));
  const sections: FigureSection[] = [];
  let session: Session | undefined;
  let interrupted = false;
  try {
    for (const file of files) {
      const goes = chosen.includes(file) && !interrupted;
      const entry = await oneFigure(file, { store, options, times, goes }, async (plan) => {
        session ??= await openSession(options);
        output.note(`── ${file}`);
        const ending = await session.run(plan, false);
        interrupted = ending === "interrupted";
        return ending;
      });
      if (entry) sections.push(figureSection(entry, sections.length + 1));
    }
  } finally {
    await session?.close();
  }
  await show(store, options, sections, chosen, times);
  if (interrupted) output.note("Stopped; everything committed is kept. The same command goes on.");
  const entries = sections.map(({ entry }) => entry).filter(({ file }) => chosen.includes(file));
  if (interrupted) process.exitCode = exitCode.interrupted;
  else if (entries.some(({ problem }) => problem !== null)) process.exitCode = exitCode.failed;
  else if (entries.some((entry) => failedChains(entry) > 0)) process.exitCode = exitCode.failedChains;
}

interface Context {
  readonly store: Store;
  readonly options: FiguresOptions;
  readonly times: Map<string, number>;
  /** Whether to run it where it is not done. */
  readonly goes: boolean;
}

/** Undefined where it is neither done nor to be run. */
async function oneFigure(
  file: string,
  { store, options, times, goes }: Context,
  run: (plan: Plan) => Promise<"done" | "cancelled" | "interrupted">,
): Promise<FigureEntry | undefined> {
  const command = `ouro run ${file}${options.quick ? " --quick" : ""}`;
  const unfinished = { file, command, seconds: null, link: null, data: null };
  let spec: LoadedSpec | undefined;
  try {
    spec = await loadSpec(file, options.quick);
    let settled = await settledManifest(store, spec.plan);
    if (!settled && !goes) return undefined;
    const plan = await register(store, spec, { reuse: true, cores: options.threads });
    settled = await settledManifest(store, plan);
    if (settled && goes) output.note(`── ${file} is done already.`);
    if (!settled) {
      const began = performance.now();
      const ending = await run(plan);
      if (ending === "interrupted") return undefined;
      if (ending === "cancelled") return { ...unfinished, ...spec.plan.report, problem: "it was cancelled." };
      times.set(plan.sweepId, (performance.now() - began) / 1000);
    }
    const data = await readReportData(store, plan);
    if (settled && goes) await keepPublished(store, data);
    return {
      ...unfinished,
      ...spec.plan.report,
      seconds: times.get(plan.sweepId) ?? null,
      link: reportKey(plan.sweepId),
      data,
      problem: null,
    };
  } catch (error) {
    if (!goes) return undefined;
    const { message } = explain(error);
    output.note(`${file}: ${message}`);
    return { ...unfinished, ...spec?.plan.report, problem: message };
  }
}

async function show(
  store: Store,
  options: FiguresOptions,
  sections: readonly FigureSection[],
  chosen: readonly string[],
  times: ReadonlyMap<string, number>,
): Promise<void> {
  const entries = sections.map(({ entry }) => entry);
  const quick = options.quick === true;
  const json = figuresJson(entries, Object.fromEntries(times));
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  await store.write(figuresKey(quick, "json"), encode(`${JSON.stringify(json, null, 2)}\n`));
  await store.write(
    figuresKey(quick, "html"),
    encode(renderFigures(sections, quick ? "quick size" : "published size")),
  );
  const told = entries.filter(({ file }) => chosen.includes(file));
  const page = place(store, figuresKey(quick, "html"));
  if (options.json) output.json({ ...figuresJson(told, {}), page });
  else {
    output.line(figuresTable(told, { width, colour }));
    output.line();
    output.line(`page  ${page}`);
  }
}

async function readTimes(store: Store, { quick = false }: FiguresOptions): Promise<Times> {
  const bytes = await store.read(figuresKey(quick, "json"));
  if (bytes === undefined) return {};
  try {
    return (JSON.parse(new TextDecoder().decode(bytes)) as { seconds?: Times }).seconds ?? {};
  } catch {
    return {}; // times are told where they are known, and are no part of a result
  }
}
