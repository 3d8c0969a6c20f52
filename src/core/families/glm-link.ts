/** A response law with its canonical link: labels y with log density y·η - A(η) + c(y), η being the row's x'β. */
export interface GlmLink {
  /** Linear predictors of a true or fitted model may not pass this: beyond it labels can no longer be drawn. */
  readonly ceiling: number;
  /** Mean A'(η) and variance A''(η) of `n` rows' labels, n even; places are byte offsets in the module's memory. */
  readonly moments: (mean: number, variance: number, eta: number, n: number) => void;
  /** Mean A'(η) of one row's label. */
  mean(eta: number): number;
  /** Sum of A(η) over rows, whose mean labels are known. */
  cumulant(eta: Float64Array, mean: Float64Array): number;
  /** Replaces the first `count` uniform numbers by labels with these means: sums of `times` of them. */
  label(uniforms: Float64Array, means: Float64Array, count: number, times: number): void;
  /** What labels are, in words, and whether a number is one. */
  readonly labels: string;
  takes(label: number): boolean;
  /** -c(y) of a label. */
  base(label: number): number;
}
