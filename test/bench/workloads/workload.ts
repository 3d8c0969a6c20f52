import type { Parameters } from "../../../src/core/cell.ts";

/** What one kernel figure is about: chains of one cell. Parameters keep the names they have in a spec. */
export interface Workload {
  readonly name: string;
  readonly family: string;
  readonly regime: string;
  /** The regime's own parameters, where it has any. */
  readonly regimeParameters?: Parameters;
  readonly parameters: Parameters;
  /** Files that parameters name, by parameter: their paths. */
  readonly files?: Readonly<Record<string, string>>;
  readonly generations: number;
  /** The metric by which contestants are compared, at the last generation. */
  readonly compared: string;
}

/** What workloads of one family share. */
export type Subject = Omit<Workload, "name" | "regime" | "regimeParameters"> & {
  /** What tells it from another subject of the family; empty where there is none. */
  readonly kind?: string;
};

/** A subject under several regimes. */
export function under(
  { kind = "", ...subject }: Subject,
  regimes: readonly (string | readonly [string, Parameters])[],
): Workload[] {
  return regimes.map((entry) => {
    const [regime, regimeParameters] = typeof entry === "string" ? [entry, {}] : entry;
    const name = [subject.family, kind, regime].filter((word) => word !== "").join(" ");
    return { ...subject, name, regime, regimeParameters };
  });
}

/** The regimes that nearly every family is measured under. */
export const usual = ["replace", "accumulate", "accumulate-subsample"] as const;
