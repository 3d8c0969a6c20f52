import type { Cell, CohortSlice, Parameters } from "../cell.ts";
import type { Cohort } from "../cohort.ts";
import type { Training } from "../regimes/regime.ts";

/** A number measured at every generation: a nullable double column of the dataset. */
export interface Metric {
  /** lower_snake; the same name means the same quantity in every family. */
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
  /** Where it is defined, in words; a chain that is well is null elsewhere. Absent: defined everywhere. */
  readonly definedWhere?: string;
}

/** One parameter as `ouro families` and the JSON Schema of the spec show it. */
export interface ParameterInfo {
  readonly name: string;
  /** file: a path relative to the spec; once planned, `<name>#<16 hex digits of the content's SHA-256>`. */
  readonly type: "number" | "integer" | "string" | "boolean" | "numbers" | "file";
  /** What must hold, in words. */
  readonly must: string;
  readonly default?: number | string | boolean | readonly number[];
  readonly choices?: readonly string[];
  /** A cell to which it is not given does not have it. */
  readonly optional?: true;
}

/** What a chain must know of a model. */
export interface Family {
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly parameters: readonly ParameterInfo[];
  readonly metrics: readonly Metric[];
  /** Checks and fills in defaults; the result is what the cell's identity is made of. @throws {ParameterError} */
  parse(raw: Readonly<Record<string, unknown>>): Parameters;
  /**
   * Checks the files that parsed parameters name and fills in what follows from them, such as a number of rows; present
   * where a parameter is a file. What it returns is what the cell's identity is made of then.
   *
   * @throws {ParameterError}
   */
  withFiles?(cell: Pick<Cell, "parameters" | "files">): Parameters;
  /** Observations a batch holds, from parsed parameters. */
  samples(parameters: Parameters): number;
  /** Numbers that one lane holds at a time, roughly; absent where they are a few. Cohorts are cut by it. */
  laneNumbers?(parameters: Parameters, files?: Cell["files"]): number;
  /**
   * A cohort at generation 0.
   *
   * @param training what a regime lets each generation see, from 1
   * @throws {ParameterError} when this family cannot follow this regime
   */
  cohort(slice: CohortSlice, training: (generation: number) => Training): Cohort;
}
