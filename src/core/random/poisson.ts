import type { Address, Lanes } from "./address.ts";
import { deviance, stirlingError } from "./loader.ts";
import { exp } from "./math.ts";
import { uniforms } from "./samplers.ts";

/** Below this mean the search starts at 0, above it at the mode. */
const small = 12;
const logRootTwoPi = 0.9189385332046728;

/**
 * Poisson draws by inversion: one uniform each, so that any of them can be drawn again on its own.
 *
 * @param out lanes.count * perLane numbers, lane by lane
 * @param mean one for all, or one an entry of `out`; at least 0
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), III.3 and X.3.2
 */
export function poissons(
  out: Float64Array,
  lanes: Lanes,
  at: Address,
  perLane: number,
  mean: number | Float64Array,
): void {
  uniforms(out, lanes, at, perLane);
  const length = lanes.count * perLane;
  for (let i = 0; i < length; i++) out[i] = poissonOf(out[i]!, typeof mean === "number" ? mean : mean[i]!);
}

/**
 * The Poisson count that a uniform number stands for. Counts are tried outwards from the mode, about one standard
 * deviation of them.
 *
 * @param u in (0, 1)
 * @param mean at least 0
 * @source Devroye (1986), X.3.2
 */
export function poissonOf(u: number, mean: number): number {
  if (mean === 0) return 0;
  if (mean < small) {
    let rest = u;
    let x = 0;
    for (let f = exp(-mean); rest >= f && f > 0; f *= mean / x) {
      rest -= f;
      x++;
    }
    return x;
  }
  const mode = Math.floor(mean);
  const atMode = exp(-stirlingError(mode) - deviance(mode, mean) - logRootTwoPi) / Math.sqrt(mode);
  let rest = u - atMode;
  if (rest < 0) return mode;
  let above = atMode;
  let below = atMode;
  let high = mode;
  let low = mode;
  for (;;) {
    high++;
    above *= mean / high;
    rest -= above;
    if (rest < 0) return high;
    if (low > 0) {
      below *= low / mean;
      low--;
      rest -= below;
      if (rest < 0) return low;
    }
    // What rounding leaves over of the whole mass belongs to no count: below 1e-15 in all.
    if (above < 1e-300 && (low === 0 || below < 1e-300)) return mode;
  }
}
