import type { Batch } from "../regimes/ledger.ts";

/** Looks at the observations of one batch that a fit sees: the first `count` entries of `indices`, places in it. */
type Visit<From extends Batch> = (batch: From, indices: Uint32Array, count: number, before: number) => void;

/**
 * Goes through the observations that a fit sees, batch by batch.
 *
 * @param chosen places in the pool of all batches, one after the other, ascending
 * @param indices room for as many places
 * @param visit called for batches that have some; `before` is how many were seen already
 * @source none: bookkeeping of the regimes
 */
export function eachChosen<From extends Batch>(
  batches: readonly From[],
  chosen: Uint32Array,
  indices: Uint32Array,
  visit: Visit<From>,
): void {
  let next = 0;
  let start = 0;
  for (const batch of batches) {
    const end = start + batch.size;
    const before = next;
    for (let place = chosen[next]; place !== undefined && place < end; place = chosen[next]) {
      indices[next - before] = place - start;
      next++;
    }
    if (next > before) visit(batch, indices, next - before, before);
    start = end;
    if (next === chosen.length) break;
  }
}
