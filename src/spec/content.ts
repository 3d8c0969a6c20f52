import type { ParameterValue } from "../core/cell.ts";
import type { Until } from "../core/sequential/decide.ts";

/** An axis that lists its values. */
export interface GridAxis<Value> {
  readonly grid: readonly Value[];
}

/** `[from, to, step]`: from, from + step, … up to and including `to`, computed in decimal so that nothing drifts. */
export interface RangeAxis {
  readonly range: readonly [number, number, number];
}

/** `[from, to, count]`: evenly spaced in the logarithm, both ends included. */
export interface LogAxis {
  readonly log: readonly [number, number, number];
}

/** One coordinate of a low-discrepancy sequence; all of them in a spec move together, as one axis of `count` points. */
export interface SobolAxis {
  readonly sobol: {
    readonly from: number;
    readonly to: number;
    readonly count: number;
    readonly scale: "linear" | "log";
  };
}

export type ParameterAxis = GridAxis<ParameterValue> | RangeAxis | LogAxis | SobolAxis;

/** A parameter as a spec gives it: one value, or an axis. */
export type ParameterSpec = ParameterValue | ParameterAxis;

/** A regime's own parameters may be values, grids or ranges. */
export type RegimeParameterSpec = ParameterValue | GridAxis<ParameterValue> | RangeAxis;

/** A regime by name, or with parameters of its own beside its name. */
export type RegimeSpec =
  | string
  | { readonly name: string; readonly [parameter: string]: RegimeParameterSpec };

/** `collapse`, or a condition over the family's metrics, `generation`, `status` and `collapse`. */
export interface StopSpec {
  readonly when: string;
}

/** What a spec says once its form is checked and defaults are filled in. It is what the spec's digest is made of. */
export interface SpecContent {
  readonly name: string;
  readonly seed: number;
  readonly family: string | GridAxis<string>;
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  /** Parameters that move together: lists of equal length, the i-th values of which make the i-th point. */
  readonly zip?: Readonly<Record<string, readonly ParameterValue[]>> | undefined;
  /** Conditions, all of which a cell must meet. */
  readonly where: readonly string[];
  readonly regime: RegimeSpec | GridAxis<RegimeSpec>;
  readonly generations: number;
  readonly replicates: number | { readonly until: Until };
  /** When a chain ends before its last generation. */
  readonly stop?: StopSpec | undefined;
  readonly checkpoint?: { readonly every: number } | undefined;
  readonly queue: string;
  readonly report: ReportWords & {
    readonly metrics?: readonly string[] | undefined;
    readonly against: "theory" | "none";
  };
  /** What is different when the sweep is run for a look; it does not enter the digest. */
  readonly quick?: QuickContent | undefined;
}

/** What a report tells its readers beyond numbers; none of it enters the digest. */
export interface ReportWords {
  readonly title?: string | undefined;
  /** What was published, in a sentence. */
  readonly claim?: string | undefined;
  /** Where it was published. */
  readonly source?: string | undefined;
}

/** Fields that the quick variant has instead of the spec's: parameters one by one, the others as a whole. */
export type QuickContent = {
  readonly [Field in "parameters" | "zip" | "where" | "regime" | "generations" | "replicates"]?:
    | SpecContent[Field]
    | undefined;
};

/** The same as a person writes it: what has a default may be left out, a single condition needs no list. */
export type SpecInput = Pick<SpecContent, "name" | "family" | "regime" | "generations"> & {
  readonly replicates: number | { readonly until: UntilInput };
  readonly seed?: number | undefined;
  readonly parameters?: Readonly<Record<string, ParameterInput>> | undefined;
  readonly zip?: Readonly<Record<string, readonly ParameterValue[]>> | undefined;
  readonly where?: string | readonly string[] | undefined;
  readonly stop?: StopSpec | undefined;
  readonly checkpoint?: { readonly every: number } | undefined;
  readonly queue?: string | undefined;
  readonly report?:
    | (ReportWords & {
        readonly metrics?: readonly string[] | undefined;
        readonly against?: "theory" | "none";
      })
    | undefined;
  readonly quick?:
    | (Omit<QuickContent, "parameters" | "where"> & {
        readonly parameters?: Readonly<Record<string, ParameterInput>> | undefined;
        readonly where?: string | readonly string[] | undefined;
      })
    | undefined;
};

type UntilInput = Omit<Until, "confidence" | "min"> & Partial<Pick<Until, "confidence" | "min">>;

type ParameterInput =
  | Exclude<ParameterSpec, SobolAxis>
  | { readonly sobol: Omit<SobolAxis["sobol"], "scale"> & { readonly scale?: "linear" | "log" } }
  | undefined;
