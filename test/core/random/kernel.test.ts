import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uniforms } from "../../../src/core/random/samplers.ts";
import { blockAt, counterOf, type Place, philox, type Words } from "./philox.ts";

const all = 0xffffffff;
const zero: Place = { key: [0, 0], element: 0, part: 0, draw: 0, attempt: 0, generation: 0, replicate: 0 };
const ones: Place = {
  key: [all, all],
  element: all,
  part: 255,
  draw: 255,
  attempt: 65535,
  generation: all,
  replicate: all,
};
/** Counter 243f6a88 85a308d3 13198a2e 03707344: the digits of pi. */
const pi: Place = {
  key: [0xa4093822, 0x299f31d0],
  element: 0x243f6a88,
  part: 0xd3,
  draw: 0x08,
  attempt: 0x85a3,
  generation: 0x13198a2e,
  replicate: 0x03707344,
};
/** Known answers of Random123 1.14, kat_vectors, philox4x32 10. */
const known: [Place, Words][] = [
  [zero, [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
  [ones, [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]],
  [pi, [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]],
];

const bits32 = fc.nat({ max: all });
const place = fc.record<Place>({
  key: fc.tuple(bits32, bits32),
  element: bits32,
  part: fc.nat({ max: 255 }),
  draw: fc.nat({ max: 255 }),
  attempt: fc.nat({ max: 65535 }),
  generation: bits32,
  replicate: bits32,
});
const runs = { seed: 20260101, numRuns: 2000 };

describe("a block", () => {
  it.each(known)("is Random123's known answer %#", (at, answer) => {
    expect(blockAt(at)).toEqual(answer);
    expect(philox(counterOf(at), at.key)).toEqual(answer);
  });

  it("is Philox 4x32-10 of its address", () => {
    fc.assert(
      fc.property(place, (at) => {
        expect(blockAt(at)).toEqual(philox(counterOf(at), at.key));
      }),
      runs,
    );
  });

  it("differs between addresses that differ in one field or in all", () => {
    const field = fc.constantFrom(...(Object.keys(zero) as (keyof Place)[]));
    fc.assert(
      fc.property(place, place, fc.option(field), (one, other, only) => {
        const another = only === null ? other : { ...one, [only]: other[only] };
        fc.pre(JSON.stringify(one) !== JSON.stringify(another));
        expect(blockAt(one)).not.toEqual(blockAt(another));
      }),
      runs,
    );
  });

  it("has a counter that no other address has: every bit of every field moves a bit of its own", () => {
    const widths = { element: 32, part: 8, draw: 8, attempt: 16, generation: 32, replicate: 32 };
    const blocks = new Set([blockAt(zero).join()]);
    const counters = new Set<string>();
    for (const [field, width] of Object.entries(widths))
      for (let bit = 0; bit < width; bit++) {
        const at = { ...zero, [field]: 2 ** bit };
        counters.add(counterOf(at).join());
        blocks.add(blockAt(at).join());
        expect(blockAt(at)).toEqual(philox(counterOf(at), at.key));
      }
    expect([counters.size, blocks.size]).toEqual([128, 129]);
  });
});

it("gives a batch the blocks of its elements: element e is half e & 1 of block e >> 1, upper 52 bits", () => {
  const [lanes, perLane] = [5, 23];
  const out = new Float64Array(lanes * perLane);
  const at = { generation: 7, draw: 3, part: 9 };
  // Numbers that a signed comparison of lanes or generations would confuse.
  for (const first of [0, 0x7ffffffe, 0xfffffff0]) {
    uniforms(out, { key: [11, 0x80000001], first, count: lanes }, { ...at, generation: 0x80000000 }, perLane);
    for (let i = 0; i < out.length; i++) {
      const [lane, e] = [Math.floor(i / perLane), i % perLane];
      const of = { ...zero, ...at, generation: 0x80000000, replicate: first + lane, element: e >> 1 };
      const block = philox(counterOf(of), [11, 0x80000001]);
      const [low, high] = e % 2 === 0 ? [block[0], block[1]] : [block[2], block[3]];
      expect(out[i]).toBe((high * 2 ** 20 + Math.floor(low / 4096) + 0.5) / 2 ** 52);
    }
  }
});
