import { both } from "./both";
import { logOfNormals } from "./logarithm";
import { openPair } from "./open";
import { wordsOfPoints } from "./point-blocks";
import { poissonsOfPair } from "./poisson";

// Sums of single observations of laws of one parameter, drawn again wherever they stand: observation i of a batch is what
// element i of its stream stands for, a uniform number. A sum is that of the observations at even and that of those at odd
// places of the lane.

/** Exponential numbers of means. */
const exponential = 0;
/** Geometric counts, by the logarithms of the probabilities of a failure. */
const geometric = 1;
/** Poisson counts of means. */
const poisson = 2;
/** Zeros and ones, by the shares of ones. */
const bernoulli = 3;

export function exponentialsOfPoints(
  out: usize,
  words: usize,
  points: usize,
  column: usize,
  numbers: usize,
  parameters: usize,
  stride: usize,
  lanes: u32,
  perLane: u32,
): void {
  sums(exponential, out, words, points, column, numbers, parameters, stride, lanes, perLane);
}

export function geometricsOfPoints(
  out: usize,
  words: usize,
  points: usize,
  column: usize,
  numbers: usize,
  parameters: usize,
  stride: usize,
  lanes: u32,
  perLane: u32,
): void {
  sums(geometric, out, words, points, column, numbers, parameters, stride, lanes, perLane);
}

export function poissonsOfPoints(
  out: usize,
  words: usize,
  points: usize,
  column: usize,
  numbers: usize,
  parameters: usize,
  stride: usize,
  lanes: u32,
  perLane: u32,
): void {
  sums(poisson, out, words, points, column, numbers, parameters, stride, lanes, perLane);
}

export function onesOfPoints(
  out: usize,
  words: usize,
  points: usize,
  column: usize,
  numbers: usize,
  parameters: usize,
  stride: usize,
  lanes: u32,
  perLane: u32,
): void {
  sums(bernoulli, out, words, points, column, numbers, parameters, stride, lanes, perLane);
}

/**
 * One sum a lane.
 *
 * @param words room for a word of each point, and seven more
 * @param points columns as `locate` leaves them, lane after lane
 * @param numbers which parameter is that of each point's law, `count` words a lane
 * @param parameters of the first lane, `stride` bytes from one lane to the next
 */
// @ts-ignore: decorator
@inline function sums(
  law: i32,
  out: usize,
  words: usize,
  points: usize,
  column: usize,
  numbers: usize,
  parameters: usize,
  stride: usize,
  lanes: u32,
  perLane: u32,
): void {
  wordsOfPoints(words, points, column, lanes * perLane, true);
  for (const last = out + (<usize>lanes << 3); out < last; out += 8) {
    let one = f64x2.splat(0);
    let other = one;
    let left = perLane;
    for (; left >= 4; left -= 4) {
      one = f64x2.add(one, observed(law, v128.load(words), pairOf(parameters, numbers)));
      other = f64x2.add(other, observed(law, v128.load(words, 16), pairOf(parameters, numbers + 8)));
      words += 32;
      numbers += 16;
    }
    for (; left >= 2; left -= 2) {
      one = f64x2.add(one, observed(law, v128.load(words), pairOf(parameters, numbers)));
      words += 16;
      numbers += 8;
    }
    if (left == 1) {
      const parameter = v128.load64_zero(parameterAt(parameters, numbers));
      const value = observed(law, v128.load(words), parameter);
      other = f64x2.add(other, v128.and(value, i64x2(-1, 0)));
      words += 8;
      numbers += 4;
    }
    parameters += stride;
    store<f64>(out, both(f64x2.add(one, other)));
  }
}

// @ts-ignore: decorator
@inline function parameterAt(parameters: usize, number: usize): usize {
  return parameters + (<usize>load<u32>(number) << 3);
}

/** The parameters of two points. */
// @ts-ignore: decorator
@inline function pairOf(parameters: usize, numbers: usize): v128 {
  const first = v128.load64_zero(parameterAt(parameters, numbers));
  return v128.load64_lane(parameterAt(parameters, numbers + 4), first, 1);
}

// @ts-ignore: decorator
@inline function observed(law: i32, word: v128, parameter: v128): v128 {
  const u = openPair(word);
  if (law == exponential) return f64x2.mul(f64x2.neg(logOfNormals(u)), parameter);
  if (law == geometric) return f64x2.floor(f64x2.div(logOfNormals(u), parameter));
  if (law == bernoulli) return v128.and(f64x2.lt(u, parameter), f64x2.splat(1));
  return poissonsOfPair(u, parameter);
}
