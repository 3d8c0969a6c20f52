import { expect, it } from "vitest";
import { ObservedPool, type HeldBatch } from "../../../src/core/families/observed-pool.ts";

const source = (generation: number, size: number): HeldBatch => ({
  size,
  models: new Float64Array(0),
  at: { generation, draw: 0, part: 0 },
});
/** Observation i of a lane's batch of generation g. */
const value = (g: number, lane: number, i: number): number => 100 * g + 10 * lane + i;

function poolOf(lanes: number): { pool: ObservedPool; drawn: number[] } {
  const drawn: number[] = [];
  const pool = new ObservedPool(lanes, (values, { size, at }) => {
    drawn.push(at.generation);
    for (let k = 0; k < values.length; k++) values[k] = value(at.generation, Math.floor(k / size), k % size);
  });
  return { pool, drawn };
}

it("holds every batch in the order of the pool, and draws each once", () => {
  const { pool, drawn } = poolOf(2);
  const sources = [source(1, 3), source(2, 1), source(3, 4)];
  for (let g = 1; g <= 3; g++) expect(pool.hold(sources.slice(0, g))).toBe(true);
  expect(drawn).toEqual([1, 2, 3]);
  for (const lane of [0, 1]) {
    expect(pool.sumAt(lane, Uint32Array.of(0, 2, 3))).toBe(
      value(1, lane, 0) + value(1, lane, 2) + value(2, lane, 0),
    );
    expect(pool.sumAt(lane, Uint32Array.of(4, 7))).toBe(value(3, lane, 0) + value(3, lane, 3));
  }
});

it("refuses what would pass 64 MiB, and draws none of it", () => {
  const { pool, drawn } = poolOf(2);
  expect(pool.hold([source(1, 2 ** 22)])).toBe(true);
  expect(pool.hold([source(1, 2 ** 22), source(2, 1)])).toBe(false);
  expect(drawn).toEqual([1]);
});
