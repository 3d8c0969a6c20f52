/** Values from which buckets are faster than the engine's own sort. */
const leastBuckets = 256;
/** Comparisons a value that are worth it, about. */
const mostComparisons = 16;

/** Kept from call to call: samples are many and of about the same length. */
let scattered = new Float64Array(0);
let ends = new Uint32Array(0);
let buckets = new Uint32Array(0);

/**
 * Sorts in place, ascending, −0 before 0. Most samples lie evenly enough that each value is near its place where a uniform
 * law would have it, which takes a third of the time of a general sort; that is used for the others.
 *
 * @param values shape [n], without NaN
 * @source none: a bucket sort
 */
export function sortNumbers(values: Float64Array): void {
  if (values.length < leastBuckets || !sortedByBuckets(values)) values.sort();
}

/** @returns whether it was sorted; else nothing has changed */
function sortedByBuckets(values: Float64Array): boolean {
  const n = values.length;
  let [least, most] = [values[0] as number, values[0] as number];
  for (let i = 1; i < n; i++) {
    const value = values[i] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const scale = (n - 1) / (most - least);
  // Not where values are infinite or lie too far apart or too near; nor among zeros, whose signs a comparison does not see.
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) return false;
  if (scattered.length < n) {
    scattered = new Float64Array(n);
    buckets = new Uint32Array(n);
    ends = new Uint32Array(n);
  }
  ends.fill(0, 0, n);
  for (let i = 0; i < n; i++) {
    const value = values[i] as number;
    if (value === 0) return false;
    const bucket = ((value - least) * scale) >>> 0;
    buckets[i] = bucket;
    (ends[bucket] as number)++;
  }
  let sum = 0;
  let comparisons = 0;
  for (let bucket = 0; bucket < n; bucket++) {
    const count = ends[bucket] as number;
    comparisons += (count * count) / 4;
    ends[bucket] = sum;
    sum += count;
  }
  if (comparisons > mostComparisons * n) return false;
  for (let i = 0; i < n; i++) {
    const bucket = buckets[i] as number;
    const at = ends[bucket] as number;
    ends[bucket] = at + 1;
    scattered[at] = values[i] as number;
  }
  // Every bucket's values are below those of the next.
  for (let i = 0; i < n; i++) {
    const value = scattered[i] as number;
    let at = i;
    for (; at > 0 && (values[at - 1] as number) > value; at--) values[at] = values[at - 1] as number;
    values[at] = value;
  }
  return true;
}
