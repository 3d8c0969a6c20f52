import type { ParameterValue, Parameters } from "../core/cell.ts";
import type { Metric } from "../core/families/family.ts";
import type { Prediction } from "../core/theory/prediction.ts";
import type { Extent } from "../storage/dataset/extent.ts";
import type { ReportWords } from "../spec/content.ts";

/** What the page says of the sweep as a whole. Everything is given: the report reads no clock and no environment. */
export interface SweepHeader extends ReportWords {
  readonly id: string;
  readonly name: string;
  readonly specDigest: string;
  readonly seed: number;
  readonly generations: number;
  /** A cell; at most, where values decided how many. */
  readonly replicates: number;
  readonly replicatesVary: boolean;
  readonly chains: number;
  /** Rows of the `generations` table. */
  readonly rows: number;
  /** From the start of the sweep to its end, in seconds; null when not known. */
  readonly wallSeconds: number | null;
  /** Summed over chains, in seconds; null when not known. */
  readonly computeSeconds: number | null;
  /** Program, numerics, Node, platform, ...: name to version. */
  readonly versions: Readonly<Record<string, string>>;
  readonly store: string;
  /** The spec as written. */
  readonly spec: string;
  readonly datasetDigest: string | null;
  /** Of the table `cells` in this snapshot, below the dataset's folder, where files of an older one may lie as well. */
  readonly cellFiles: readonly string[];
  /** How much of the sweep it is; absent where that is all. */
  readonly extent?: Extent;
}

/** A cell as a reader tells it from the others. */
export interface ReportCell {
  readonly id: string;
  readonly family: string;
  /** As `regimeTexts` calls it. */
  readonly regime: string;
  /** Parameters of family and regime, defaults filled in. */
  readonly parameters: Parameters;
  /** Where it lies on the plan's axes: axis to value, in the plan's order. */
  readonly axes: Readonly<Record<string, ParameterValue>>;
}

/**
 * A row of the `cells` table: a metric of one cell at one generation, over replicates. A metric with several
 * predictions (a lower and an upper bound) has one row for each, equal in everything measured.
 */
export interface CellRow {
  readonly cellId: string;
  readonly metric: string;
  readonly generation: number;
  /** Chains with a value; the statistics are null where it is too small for them. */
  readonly n: number;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly se: number | null;
  readonly q05: number | null;
  readonly q25: number | null;
  readonly q50: number | null;
  readonly q75: number | null;
  readonly q95: number | null;
  readonly theoryValue: number | null;
  readonly theoryKind: Prediction["kind"] | null;
  readonly theorySource: string | null;
  /** Relative; only where theory is asymptotic. */
  readonly theorySlack: number | null;
  /** Measured mean over theory. */
  readonly ratio: number | null;
  readonly z: number | null;
  readonly verdict: "agrees" | "differs" | null;
}

/** Chains of one cell that ended with one status. */
export interface OutcomeCount {
  readonly cellId: string;
  readonly status: string;
  readonly chains: number;
}

/** Chains that failed for the same reason. */
export interface FailureGroup {
  readonly code: string;
  readonly message: string;
  readonly chains: number;
  /** One of them, for `ouro reproduce`. */
  readonly exampleChain: string | null;
}

/** A cell that is to have more chains than it has. */
export interface UnfinishedCell {
  readonly cellId: string;
  /** Those that came to their last generation. */
  readonly chains: number;
  /** Those that are asked for and did not fail. */
  readonly of: number;
}

/** All that the report is made from; the dataset's reader fills it. */
export interface ReportData {
  readonly sweep: SweepHeader;
  /** Names of the plan's axes, in the spec's order. */
  readonly axes: readonly string[];
  readonly cells: readonly ReportCell[];
  /** Metrics to report, the main one first; rows of others are left out of figures, tables and verdicts. */
  readonly metrics: readonly Metric[];
  readonly rows: readonly CellRow[];
  readonly outcomes: readonly OutcomeCount[];
  readonly failures: readonly FailureGroup[];
  /** Cells that have no verdict yet; absent where nothing is to come. */
  readonly unfinished?: readonly UnfinishedCell[];
}
