import type { Cell } from "../core/cell.ts";

/** Where a cell is in its grid. */
export type Place = Pick<Cell, "parameters" | "regimeParameters">;

/** That of some places which is most like one, the first of those that are equally so; undefined where there are none. */
export function mostLike<Other extends Place>(place: Place, among: readonly Other[]): Other | undefined {
  let [least, found] = [Number.POSITIVE_INFINITY, among[0]];
  for (const other of among) {
    const distance = distanceOf(place, other);
    if (distance < least) [least, found] = [distance, other];
    if (distance === 0) break;
  }
  return found;
}

/** Sizes are as far from each other as their logarithms; other values that differ, as sizes that differ by a factor of e. */
function distanceOf(a: Place, b: Place): number {
  let sum = 0;
  for (const part of ["parameters", "regimeParameters"] as const)
    for (const [name, value] of Object.entries(a[part])) {
      const other = b[part][name];
      if (value === other) continue;
      const sizes = typeof value === "number" && typeof other === "number" && value > 0 && other > 0;
      sum += sizes ? Math.abs(Math.log(value / other)) : 1;
    }
  return sum;
}
