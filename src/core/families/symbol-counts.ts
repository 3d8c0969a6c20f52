/**
 * Counts of symbols of one lane inside a larger array: how many distinct ones, then the symbols in ascending order,
 * then their counts. Only symbols that occur take part, so that work is in proportion to what is left of them.
 */
export interface SymbolCounts {
  readonly values: Float64Array;
  /** Where the lane begins in it. */
  readonly base: number;
  /** Room for distinct symbols. */
  readonly room: number;
}

/**
 * Numbers that room for so many distinct symbols takes.
 *
 * @source none: a data structure
 */
export function countsWidth(room: number): number {
  return 1 + 2 * room;
}

/**
 * Adds `weight` times other counts, in one pass over both from the largest symbol down.
 *
 * @source merge step of merge sort
 */
export function addCounts(into: SymbolCounts, from: SymbolCounts, weight: number): void {
  const { values, base, room } = into;
  const symbols = base + 1;
  const counts = symbols + room;
  const other = from.values;
  const otherSymbols = from.base + 1;
  const otherCounts = otherSymbols + from.room;
  let left = values[base]! - 1;
  let right = other[from.base]! - 1;
  const both = shared(into, from);
  if (both === right + 1) {
    // No symbol is new: none has to move.
    for (let i = symbols, j = 0; j <= right; j++, i++) {
      const symbol = other[otherSymbols + j]!;
      while (values[i]! < symbol) i++;
      values[i + room]! += weight * other[otherCounts + j]!;
    }
    return;
  }
  const total = left + 1 + right + 1 - both;
  values[base] = total;
  for (let at = total - 1; right >= 0; at--) {
    const mine = left >= 0 ? values[symbols + left]! : -1;
    const theirs = other[otherSymbols + right]!;
    const count = mine >= theirs ? values[counts + left]! : 0;
    values[symbols + at] = Math.max(mine, theirs);
    values[counts + at] = count + (theirs >= mine ? weight * other[otherCounts + right]! : 0);
    if (mine >= theirs) left--;
    if (theirs >= mine) right--;
  }
}

/** How many symbols occur in both. */
function shared(one: SymbolCounts, other: SymbolCounts): number {
  const oneEnd = one.base + 1 + one.values[one.base]!;
  const otherEnd = other.base + 1 + other.values[other.base]!;
  let both = 0;
  for (let i = one.base + 1, j = other.base + 1; i < oneEnd && j < otherEnd; ) {
    const a = one.values[i]!;
    const b = other.values[j]!;
    if (a === b) both++;
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return both;
}

/**
 * Replaces counts by those of a list of symbols.
 *
 * @param drawn symbols in ascending order
 * @source none: run lengths
 */
export function countSorted({ values, base, room }: SymbolCounts, drawn: Float64Array): void {
  let distinct = 0;
  for (let i = 0; i < drawn.length; ) {
    const symbol = drawn[i]!;
    const start = i;
    while (i < drawn.length && drawn[i] === symbol) i++;
    values[base + 1 + distinct] = symbol;
    values[base + 1 + room + distinct] = i - start;
    distinct++;
  }
  values[base] = distinct;
}

/**
 * Replaces counts by those of a choice among others.
 *
 * @param chosen places, ascending, in the list of all the others with equal symbols side by side
 * @source none: run lengths
 */
export function chooseCounts(
  { values, base, room }: SymbolCounts,
  { values: from, base: start, room: space }: SymbolCounts,
  chosen: Uint32Array,
): void {
  let distinct = 0;
  let next = 0;
  let end = 0;
  for (let at = start + 1; next < chosen.length; at++) {
    end += from[at + space]!;
    const before = next;
    while (next < chosen.length && chosen[next]! < end) next++;
    if (next === before) continue;
    values[base + 1 + distinct] = from[at]!;
    values[base + 1 + room + distinct] = next - before;
    distinct++;
  }
  values[base] = distinct;
}
