/**
 * Puts what has a key in the order of keys, and in its own order within each.
 *
 * @param order receives numbers of the first `count`
 * @param keys from 0 to below `of`
 * @source Knuth, The Art of Computer Programming 3, 5.2, algorithm D (distribution counting)
 */
export function inKeyOrder(
  order: Uint32Array,
  keys: Uint16Array | Int32Array,
  count: number,
  of: number,
): void {
  const next = new Uint32Array(of + 1);
  for (let i = 0; i < count; i++) next[keys[i]! + 1]!++;
  for (let key = 1; key < of; key++) next[key]! += next[key - 1]!;
  for (let i = 0; i < count; i++) order[next[keys[i]!]!++] = i;
}
