/** Expected moments of a set of points about their mean, C being their covariance with their number as divisor. */
export interface Scatter {
  /** E tr C. */
  readonly trace: number;
  /** E (tr C)². */
  readonly traceSquared: number;
  /** E tr C². */
  readonly squareTrace: number;
  /** Expected mean fourth power of a point's distance from the mean. */
  readonly fourth: number;
}

/**
 * The same of the law that draws one of the points and adds normal noise of standard deviation h to each coordinate.
 *
 * @param d coordinates
 * @source moments of the normal law
 */
export function widened(of: Scatter, d: number, h: number): Scatter {
  const s = h * h;
  const { trace, traceSquared, squareTrace, fourth } = of;
  return {
    trace: trace + d * s,
    traceSquared: traceSquared + 2 * d * s * trace + d * d * s * s,
    squareTrace: squareTrace + 2 * s * trace + d * s * s,
    fourth: fourth + (2 * d + 4) * s * trace + d * (d + 2) * s * s,
  };
}

/**
 * A set of points to which n draws from its own kernel density estimate are added; only those draws, where none are kept.
 *
 * Given the set, with its mean as origin, let Y be the sum of squares of the draws, s their sum and M the new number of
 * points: the new scatter is that of the old points, plus the draws', less ss'/M. Its first two moments, and the fourth power
 * about the new mean, are linear in the four moments of the set, which is why they can be followed exactly.
 *
 * @param kept points of the set that stay: all, or 0
 * @param d coordinates
 * @param h standard deviation of the kernel
 * @source derived: moments of sums of independent vectors, given the set
 */
export function joined(of: Scatter, kept: number, n: number, d: number, h: number): Scatter {
  const s = h * h;
  const size = kept + n;
  const drawn = widened(of, d, h);
  const stays = 1 - 1 / size;
  /** E[tr C · tr(C + h²I)] and E tr C(C + h²I). */
  const traces = of.traceSquared + d * s * of.trace;
  const products = of.squareTrace + s * of.trace;
  const sumsOf = (
    count: number,
  ): { readonly traces: number; readonly squares: number; readonly both: number } => ({
    traces: count * drawn.fourth + count * (count - 1) * drawn.traceSquared,
    squares: count * drawn.fourth + count * (count - 1) * drawn.squareTrace,
    both: count * drawn.fourth + count * (count - 1) * (drawn.traceSquared + 2 * drawn.squareTrace),
  });
  const sums = sumsOf(n);
  // Of the new mean, s/M: E|s|⁴/M⁴.
  const shift = sums.both / fourthPower(size);
  const around = sumsOf(n - 1).both / fourthPower(size);
  const others = (n - 1) / (size * size);
  const old = of.fourth + ((2 * traces + 4 * products) * n) / (size * size) + shift;
  const own =
    fourthPower(stays) * drawn.fourth +
    around +
    stays * stays * others * (2 * drawn.traceSquared + 4 * drawn.squareTrace);
  /** From that of the points that stay, of them with a draw, and of the draws. */
  const secondMoment = (stay: number, mixed: number, draws: number): number =>
    (kept * kept * stay + 2 * kept * n * stays * mixed + draws * (1 - 2 / size) + sums.both / (size * size)) /
    (size * size);
  return {
    trace: (kept * of.trace + n * stays * drawn.trace) / size,
    traceSquared: secondMoment(of.traceSquared, traces, sums.traces),
    squareTrace: secondMoment(of.squareTrace, products, sums.squares),
    fourth: (kept * old + n * own) / size,
  };
}

function fourthPower(x: number): number {
  return x * x * (x * x);
}
