import type { Parameters } from "../cell.ts";
import type { ParameterInfo } from "../families/family.ts";

/** A batch drawn just before a fit. */
export interface Draw {
  /** 0: the truth (real data); g: the model fitted at generation g. */
  readonly from: number;
  /** Observations. */
  readonly size: number;
  /** Weight of each of its observations in the fit; 1 unless a regime weighs. */
  readonly weight?: number;
}

/** What one generation draws, keeps and looks at. */
export interface Training {
  /** New batches, in order; the i-th is drawn on the streams of draw i of this generation. */
  readonly draws: readonly Draw[];
  /**
   * Which earlier draws stay in the pool beside the new ones: none of them, all of them, or the draws made at these
   * generations.
   */
  readonly keeps: "none" | "all" | readonly number[];
  /**
   * Where `keeps` is a list: the weight in this fit of each observation drawn at the generation in the same place of it,
   * instead of the weight that it was drawn with.
   */
  readonly weights?: readonly number[];
  /** The fit sees the whole pool, or a fresh uniform subsample of this many observations without replacement. */
  readonly sees: "all" | number;
}

/** Which data a generation trains on. The papers call this a workflow. */
export interface Regime {
  readonly title: string;
  readonly summary: string;
  /** Paper, version and place. */
  readonly source: string;
  /** What papers call it otherwise, in the way of names here: lower case, with dashes. */
  readonly alsoCalled?: readonly string[];
  /** What its mapping may say beside `name`. */
  readonly parameters: readonly ParameterInfo[];
  /** Its own parameters, checked, with defaults. @throws {ParameterError} */
  parse(raw: Readonly<Record<string, unknown>>): Parameters;
  /**
   * @param generation from 1 (the fit to real data)
   * @param n observations a batch
   */
  training(parameters: Parameters, generation: number, n: number): Training;
}
