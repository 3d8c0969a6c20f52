import type { Cell } from "../core/cell.ts";
import type { Until } from "../core/sequential/decide.ts";
import type { ReportWords } from "./content.ts";

/** A file as a plan knows it. */
export interface PlannedFile {
  /** What stands for it in a cell's parameters: `<name>#<first 16 hex digits of its SHA-256>`. */
  readonly value: string;
  /** As the spec has it. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  /** Of its content, hex. */
  readonly sha256: string;
}

/** A spec that was checked and expanded: code that holds a Plan never re-checks. It is `plan.json` in the store. */
export interface Plan {
  readonly format: 1;
  /** Raised by any change that alters a number for the same seed; a resume across versions is refused. */
  readonly numericsVersion: number;
  /** `<name>-<10 hex digits of the digest of the spec that began it>`. */
  readonly sweepId: string;
  /** 1, and one more whenever the sweep is extended or narrowed. */
  readonly revision: number;
  readonly name: string;
  /** SHA-256 of the canonical spec, hex. */
  readonly specDigest: string;
  readonly seed: number;
  readonly generations: number;
  /** Replicates of a cell; at most, where `until` is there. */
  readonly replicates: number;
  /** When a cell has enough replicates. */
  readonly until?: Until | undefined;
  /** Cells in grid order. */
  readonly cells: readonly Cell[];
  /** Files that parameters of cells name; absent where there are none. Their bytes are attached to the cells. */
  readonly files?: readonly PlannedFile[];
  /** Names of the parameters that are axes, in the spec's order: what tells cells apart for a reader. */
  readonly axes: readonly string[];
  /**
   * Ways of cutting the replicates of a cell into cohorts, each the ends of its cohorts, ascending, the last one being
   * `replicates`. Numbers do not depend on it.
   */
  readonly cuts: readonly (readonly number[])[];
  /** Which of the cuts each cell has; absent where all have the first. */
  readonly cutOfCell?: readonly number[];
  /** What a generation of one chain of each cell was found to take, in seconds; absent where nothing was measured. */
  readonly secondsOfCell?: readonly number[];
  /** Sweeps of the same store that have some of these cells: what they computed is taken over. */
  readonly reuses?: readonly string[];
  /** When a chain ends before its last generation: `collapse`, or a condition on its metrics. */
  readonly stop?: { readonly when: string };
  readonly checkpointEvery?: number;
  /** Compute queue (resource class); `cpu` unless the spec names one. */
  readonly queue: string;
  readonly report: ReportWords & {
    readonly metrics?: readonly string[];
    readonly against: "theory" | "none";
  };
}
