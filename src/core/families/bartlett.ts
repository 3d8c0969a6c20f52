import { packedLength } from "../linalg/lower.ts";
import type { Address, Lanes } from "../random/address.ts";
import { chiSquares, normals } from "../random/samplers.ts";

/**
 * Writes triangles T, packed and lane after lane, with T·T' of Wishart law: the scatter of `freedom` N(0, I) rows.
 * Normals come from the part addressed, chi-squares from the part after it.
 */
export type BartlettSampler = (out: Float64Array, at: Address, freedom: number) => void;

/**
 * A sampler of Bartlett triangles of order d, of rows with standard deviations `scales` where they are not all 1. With fewer rows than dimensions the last columns of T are 0, so that
 * T·T' has the rank it must have.
 *
 * @source Bartlett's decomposition of the Wishart law (1933)
 */
export function bartlettSampler(lanes: Lanes, d: number, scales?: Float64Array): BartlettSampler {
  const { count } = lanes;
  const triangle = packedLength(d);
  const below = triangle - d;
  const gauss = new Float64Array(count * below);
  const spreads = new Float64Array(count * d);
  const freedoms = new Float64Array(count * d);
  return (out, at, freedom) => {
    const rank = Math.min(d, freedom);
    for (let i = 0; i < count * rank; i++) freedoms[i] = freedom - (i % rank);
    if (below > 0) normals(gauss, lanes, at, below);
    if (rank > 0) chiSquares(spreads, lanes, { ...at, part: at.part + 1 }, rank, freedoms);
    for (let lane = 0; lane < count; lane++) {
      let entry = lane * triangle;
      let next = lane * below;
      for (let i = 0; i < d; i++) {
        for (let j = 0; j < i; j++) out[entry++] = j < rank ? gauss[next + j]! : 0;
        next += i;
        out[entry++] = i < rank ? Math.sqrt(spreads[lane * rank + i]!) : 0;
        if (scales) for (let j = entry - i - 1; j < entry; j++) out[j]! *= scales[i]!;
      }
    }
  };
}
