import type { ReportWords } from "../spec/content.ts";
import type { ReportData } from "./data.ts";
import { type Summary, summarise, verdicts } from "./verdict.ts";

/** One figure of a collection: a spec, and what came of it. */
export interface FigureEntry extends ReportWords {
  /** The spec's path, as a person would type it. */
  readonly file: string;
  /** The command that runs this one alone. */
  readonly command: string;
  /** Wall clock of the run that finished it; null when not known. */
  readonly seconds: number | null;
  /** Of its own report, seen from the page. */
  readonly link: string | null;
  /** Null where it did not come to its end. */
  readonly data: ReportData | null;
  /** Why not, in a sentence. */
  readonly problem: string | null;
}

/** The verdict of a figure; undefined where there is no data. */
export function figureSummary({ data }: FigureEntry): Summary | undefined {
  return data === null ? undefined : summarise(verdicts(data), data.cells.length, data.unfinished?.length);
}

/** How many chains of a figure failed. */
export function failedChains({ data }: FigureEntry): number {
  return data === null ? 0 : data.failures.reduce((sum, { chains }) => sum + chains, 0);
}

/** What a reader calls it. */
export function figureTitle({ title, data, file }: FigureEntry): string {
  return title ?? data?.sweep.name ?? file;
}

/** The publication that a figure is from: its source up to the year. */
export function publication({ source }: FigureEntry): string {
  if (source === undefined) return "Without a source";
  return /^.*?\b(19|20)\d\d\b/.exec(source)?.[0] ?? source;
}
