const twoPi: f64 = 6.283185307179586;
const logRootTwoPi: f64 = 0.9189385332046727;
/** log n! less Stirling's formula, for n = 1 to 15. */
const errors: usize = memory.data<f64>([
  0.08106146679532726, 0.0413406959554093, 0.02767792568499834, 0.020790672103765093, 0.016644691189821193,
  0.013876128823070748, 0.01189670994589177, 0.010411265261972096, 0.009255462182712733, 0.008330563433362871,
  0.007573675487951841, 0.00694284010720953, 0.006408994188004207, 0.005951370112758848, 0.005554733551962801,
]);

function stirlingError(n: f64): f64 {
  if (n < 16.0) return load<f64>(errors + ((<usize>n - 1) << 3));
  const inverse = 1.0 / n;
  const square = inverse * inverse;
  return (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - square / 1680.0) * square) * square) * inverse;
}

/** x log(x / mean) + mean - x, without loss where x is close to the mean. */
function deviance(x: f64, mean: f64): f64 {
  const difference = x - mean;
  const sum = x + mean;
  if (abs(difference) >= 0.1 * sum) return x * Math.log(x / mean) - difference;
  const v = difference / sum;
  const square = v * v;
  // log((1 + v)/(1 - v)) as a series in v², which is below 1/100.
  let series = 1.0 / 15.0 + square * (1.0 / 17.0);
  series = 1.0 / 11.0 + square * (1.0 / 13.0 + square * series);
  series = 1.0 / 7.0 + square * (1.0 / 9.0 + square * series);
  series = 1.0 / 3.0 + square * (1.0 / 5.0 + square * series);
  return v * (difference + 2.0 * x * (square * series));
}

/**
 * log(mean^x exp(-mean) / x!), exact to a few rounding errors also for large counts.
 *
 * @source C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000)
 */
export function logPoissonMass(x: f64, mean: f64): f64 {
  if (x == 0) return -mean;
  return -stirlingError(x) - deviance(x, mean) - 0.5 * Math.log(x) - logRootTwoPi;
}

/**
 * Probability of x successes in n trials, 0 <= x <= n.
 *
 * @source Loader (2000)
 */
export function binomialMass(x: f64, n: f64, p: f64): f64 {
  if (x == 0) return Math.exp(n * Math.log1p(-p));
  if (x == n) return Math.exp(n * Math.log(p));
  const exponent =
    stirlingError(n) -
    stirlingError(x) -
    stirlingError(n - x) -
    deviance(x, n * p) -
    deviance(n - x, n * (1.0 - p));
  return Math.exp(exponent) * Math.sqrt(n / (twoPi * x * (n - x)));
}

/**
 * Probability that x of n out of N things are among K, 0 < x < K, 0 < n - x < N - K, n < N.
 *
 * @source Loader (2000); Bayes' formula on binomial counts at n/N, whose logarithms are added up
 */
export function hypergeometricMass(x: f64, N: f64, K: f64, n: f64): f64 {
  const p = n / N;
  const q = (N - n) / N;
  const M = N - K;
  const y = n - x;
  const errors = stirlingError(K) - stirlingError(x) - stirlingError(K - x) + stirlingError(M) - stirlingError(y);
  const whole = stirlingError(N) - stirlingError(n) - stirlingError(N - n);
  const ones = deviance(x, K * p) + deviance(y, M * p);
  const zeros = deviance(K - x, K * q) + deviance(M - y, M * q);
  const width = ((K / (x * (K - x))) * (M / (y * (M - y)))) * (n * q);
  return Math.exp(errors - stirlingError(M - y) - whole - ones - zeros) * Math.sqrt(width / twoPi);
}

/**
 * Probability of a Poisson count x > 0.
 *
 * @source Loader (2000)
 */
export function poissonMass(x: f64, mean: f64): f64 {
  return Math.exp(-stirlingError(x) - deviance(x, mean) - logRootTwoPi) / Math.sqrt(x);
}
