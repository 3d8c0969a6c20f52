import type { kernel } from "../random/kernel.ts";

/** A response law with its canonical link: labels y with log density y·η - A(η) + c(y), η being the row's x'β. */
export interface GlmLink {
  /** Linear predictors of a true or fitted model may not pass this: beyond it labels can no longer be drawn. */
  readonly ceiling: number;
  /** Mean A'(η) and variance A''(η) of `n` rows' labels, n even; places are byte offsets in the module's memory. */
  readonly moments: (mean: number, variance: number, eta: number, n: number) => void;
  /** Sum of A(η) over `n` rows, whose mean labels are known; places as before. */
  cumulant(eta: number, mean: number, n: number): number;
  /** Replaces uniform numbers of `n` rows, n even, by labels with these means: sums of `times` of them; places as before. */
  label(uniforms: number, means: number, n: number, times: number): void;
  /** Draws labels of single rows again. */
  readonly labelsOfPoints: typeof kernel.logitLabelsOfPoints;
  /** What labels are, in words, and whether a number is one. */
  readonly labels: string;
  takes(label: number): boolean;
  /** -c(y) of a label. */
  base(label: number): number;
}
