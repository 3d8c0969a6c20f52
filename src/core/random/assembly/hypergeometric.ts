import { binomialMass, hypergeometricMass } from "./mass";

const least: f64 = 1e-300;

/**
 * The count that a uniform number stands for: how many of `chosen` out of a population, without replacement, are among
 * those that are marked. Counts are tried outwards from the mode, about one standard deviation of them.
 *
 * @param population whole, up to 2^53; `marked` and `chosen` are whole, 0 to `population`
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), III.3; the mass at the mode from three binomial ones
 */
export function hypergeometricOf(u: f64, population: f64, marked: f64, chosen: f64): f64 {
  const others = population - marked;
  const first = max(0.0, chosen - others);
  const last = min(chosen, marked);
  if (first == last) return first;
  const mode = min(last, max(first, Math.floor(((chosen + 1.0) / (population + 2.0)) * (marked + 1.0))));
  let above =
    mode > 0 && mode < marked && chosen - mode > 0 && chosen - mode < others
      ? hypergeometricMass(mode, population, marked, chosen)
      : atEnd(mode, population, marked, chosen);
  let below = above;
  let high = mode;
  let low = mode;
  let rest = u - above;
  if (rest < 0) return mode;
  const gap = others - chosen;
  // What rounding leaves over of the whole mass belongs to no count: below 1e-15 in all.
  while ((high < last && above >= least) || (low > first && below >= least)) {
    if (high < last) {
      above *= ((marked - high) * (chosen - high)) / ((high + 1.0) * (gap + high + 1.0));
      high += 1.0;
      rest -= above;
      if (rest < 0) return high;
    }
    if (low > first) {
      below *= (low * (gap + low)) / ((marked - low + 1.0) * (chosen - low + 1.0));
      low -= 1.0;
      rest -= below;
      if (rest < 0) return low;
    }
  }
  return mode;
}

/** The mass where all or none of one kind are chosen. */
function atEnd(count: f64, population: f64, marked: f64, chosen: f64): f64 {
  const share = chosen / population;
  const ones = binomialMass(count, marked, share);
  const zeros = binomialMass(chosen - count, population - marked, share);
  return (ones * zeros) / binomialMass(chosen, population, share);
}
