/** Cells of a grid before `where`: the product of its dimensions. Infinity where that is beyond a double. */
export function cellCount(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

/** The coordinates of a cell by mixed radix: the last dimension moves fastest. */
export function coordinates(index: number, sizes: readonly number[]): number[] {
  const at = new Array<number>(sizes.length);
  let rest = index;
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    const size = sizes[axis] ?? 1;
    at[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return at;
}
