import { expect, it } from "vitest";
import {
  addCounts,
  chooseCounts,
  countSorted,
  countsWidth,
} from "../../../src/core/families/symbol-counts.ts";

const room = 40;

function counted(symbols: readonly number[]): { values: Float64Array; base: number; room: number } {
  const lane = { values: new Float64Array(3 + countsWidth(room)), base: 3, room };
  countSorted(lane, Float64Array.from(symbols).sort());
  return lane;
}

function listed({ values, base }: { values: Float64Array; base: number }): [number, number][] {
  return Array.from({ length: values[base]! }, (_, i) => [
    values[base + 1 + i]!,
    values[base + 1 + room + i]!,
  ]);
}

it("adds as a map of counts does", () => {
  let seed = 1;
  const next = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 200; round++) {
    const [one, other] = [0, 1].map(() => Array.from({ length: next(25) }, () => next(40)));
    const expected = new Map<number, number>();
    for (const symbol of one!) expected.set(symbol, (expected.get(symbol) ?? 0) + 1);
    for (const symbol of other!) expected.set(symbol, (expected.get(symbol) ?? 0) + 3);
    const sum = counted(one!);
    addCounts(sum, counted(other!), 3);
    expect(listed(sum)).toEqual([...expected].sort(([a], [b]) => a - b));
  }
});

it("chooses among equal symbols side by side", () => {
  const pool = counted([4, 4, 4, 7, 9, 9]);
  const some = counted([1, 2, 3]);
  chooseCounts(some, pool, Uint32Array.of(0, 2, 4, 5));
  expect(listed(some)).toEqual([
    [4, 2],
    [9, 2],
  ]);
  chooseCounts(some, pool, Uint32Array.of(3));
  expect(listed(some)).toEqual([[7, 1]]);
});
