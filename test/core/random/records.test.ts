import { expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { placeOf, tilesOf } from "../../../src/core/random/pairs.ts";
import { recordRoom, records } from "../../../src/core/random/records.ts";
import { counted, expectFit, laws } from "./golden.ts";
import { memoryDoubles } from "../../../src/core/random/kernel.ts";

const at: Address = { generation: 5, draw: 2, part: 7 };
const key = [0xdeadbeef, 42] as const;

/** Records of lanes one after the other, each as long as `freedoms`. */
function drawn(first: number, count: number, freedoms: readonly number[]): Float64Array {
  const width = freedoms.length;
  const lanes: Lanes = { key, first, count };
  const out = new Float64Array(count * width);
  tilesOf(
    count,
    [],
    recordRoom(width),
  )([], (tile) => {
    const place = records(tile, lanes, at, freedoms) / 8;
    const some = memoryDoubles().subarray(place, place + tile.lanes * width);
    for (let lane = 0; lane < Math.min(tile.lanes, count - tile.lane); lane++)
      for (let e = 0; e < width; e++) out[(tile.lane + lane) * width + e] = some[placeOf(lane, width, e)]!;
  });
  return out;
}

it.each([1, 2, 3, 10, 65, 700])("do not depend on the lanes drawn together, %i numbers a record", (width) => {
  const freedoms = Array.from({ length: width }, (_, e) => [0, 99, 2, 1, 0][e % 5]!);
  const whole = drawn(100, 301, freedoms);
  for (const [from, count] of [
    [0, 1],
    [1, 1],
    [1, 2],
    [7, 40],
    [300, 1],
  ] as const)
    expect(drawn(100 + from, count, freedoms)).toEqual(whole.subarray(from * width, (from + count) * width));
});

it("keeps an element's number whatever the others are and however many", () => {
  const count = 1000;
  const long = drawn(0, count, [0, 9, 0, 9, 99]);
  const short = drawn(0, count, [9, 9, 0]);
  for (let lane = 0; lane < count; lane++)
    for (const e of [1, 2]) expect(short[lane * 3 + e]).toBe(long[lane * 5 + e]);
});

it("repeats no number within a record, nor from one lane to another", () => {
  const numbers = drawn(0, 2000, [0, 0, 9, 9]);
  expect(new Set(numbers).size).toBe(numbers.length);
});

it.each([2, 9, 99])("holds normal and chi-square numbers of %i degrees", (freedom) => {
  const count = 100_000;
  const numbers = drawn(0, count, [0, freedom, 0, 1]);
  const element = (e: number): Float64Array => numbers.filter((_, i) => i % 4 === e);
  const edges = laws.gammas.find(({ shape }) => shape === freedom / 2)!.edges.map((edge) => 2 * edge);
  for (const e of [0, 2]) expectFit(counted(element(e), laws.normal.edges));
  expectFit(counted(element(1), edges));
  expectFit(
    counted(
      element(3).map(Math.sqrt),
      laws.normal.edges.filter((edge) => edge > 0),
    ),
  );
});
