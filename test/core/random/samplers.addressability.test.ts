import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { normals, normalsAt, subsample, uniforms, uniformsAt } from "../../../src/core/random/samplers.ts";

type Sampler = (out: Float64Array, lanes: Lanes, at: Address, perLane: number) => void;
const at: Address = { generation: 5, draw: 2, part: 7 };
const key = [0xdeadbeef, 42] as const;
const samplers: [string, Sampler][] = [
  ["uniforms", uniforms],
  ["normals", normals],
];

function drawn(sampler: Sampler, first: number, count: number, perLane: number): Float64Array {
  const out = new Float64Array(count * perLane);
  sampler(out, { key, first, count }, at, perLane);
  return out;
}

describe.each(samplers)("%s", (_, sampler) => {
  const [first, longest] = [100, 9000];
  const whole = [0, 1, 2].map((lane) => drawn(sampler, first + lane, 1, longest));

  it.each([1, 2, 3, 5, 511, 2048, 4095, 4096, 4097, 9000])("begin alike, %i a lane", (perLane) => {
    const out = drawn(sampler, first, 3, perLane);
    whole.forEach((lane, i) =>
      expect(out.subarray(i * perLane, (i + 1) * perLane)).toEqual(lane.subarray(0, perLane)),
    );
  });

  it.each([1, 3, 257, 5000])("do not depend on the %i lanes drawn together", (count) => {
    for (const perLane of [1, 2, 3, 17]) {
      const out = drawn(sampler, first, count, perLane);
      for (const lane of new Set([0, 1, 2, 255, 256, 1365, 4095, 4096, count - 1].filter((l) => l < count)))
        expect(out.subarray(lane * perLane, (lane + 1) * perLane)).toEqual(
          drawn(sampler, first + lane, 1, perLane),
        );
    }
  });
});

describe.each([
  ["normalsAt", normals, normalsAt],
  ["uniformsAt", uniforms, uniformsAt],
] as const)("%s", (_, batch, byElement) => {
  const lanes: Lanes = { key, first: 20, count: 3 };
  const perLane = 30_000;
  const all = new Float64Array(3 * perLane);
  batch(all, lanes, at, perLane);

  it("gives the numbers of the batch, in any order and with repeats", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 3, 7, 4097),
        fc.nat({ max: 2 }),
        fc.array(fc.nat({ max: perLane - 1 }), { maxLength: 40 }),
        (perIndex, lane, list) => {
          const indices = Uint32Array.from(list, (i) => i % Math.floor(perLane / perIndex));
          const out = new Float64Array(indices.length * perIndex);
          byElement(out, lanes, lane, at, indices, indices.length, perIndex);
          out.forEach((value, i) => {
            const element = indices[Math.floor(i / perIndex)]! * perIndex + (i % perIndex);
            if (value !== all[lane * perLane + element]) expect(value).toBe(all[lane * perLane + element]);
          });
        },
      ),
      { seed: 20260102, numRuns: 60 },
    );
  });

  it("gives every number of the batch, more of them than fit into one call", () => {
    const out = new Float64Array(perLane);
    byElement(
      out,
      lanes,
      1,
      at,
      Uint32Array.from({ length: perLane }, (_, i) => i),
      perLane,
      1,
    );
    expect(out).toEqual(all.subarray(perLane, 2 * perLane));
  });

  it("reaches elements up to 2^32 - 1, each alike alone and in company", () => {
    const far = Uint32Array.of(2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1, 5);
    const together = new Float64Array(5);
    byElement(together, lanes, 0, at, far, 5, 1);
    expect(new Set(together).size).toBe(5);
    const alone = new Float64Array(1);
    far.forEach((index, i) => {
      byElement(alone, lanes, 0, at, Uint32Array.of(index), 1, 1);
      expect(alone[0]).toBe(together[i]);
    });
    const pair = new Float64Array(2);
    byElement(pair, lanes, 0, at, Uint32Array.of(2 ** 30), 1, 2);
    expect([...pair]).toEqual([together[1], together[2]]);
  });
});

it("draws a subset for a lane whatever lanes go along", () => {
  const [one, other] = [new Uint32Array(50), new Uint32Array(50)];
  subsample(one, { key, first: 3, count: 9 }, 4, at, 1000, 50);
  subsample(other, { key, first: 7, count: 1 }, 0, at, 1000, 50);
  expect(one).toEqual(other);
});
