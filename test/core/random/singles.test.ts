import { describe, expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { binomials, gammas, normalsAbout, poissons } from "../../../src/core/random/singles.ts";
import { philox, counterOf } from "./philox.ts";

const at: Address = { generation: 5, draw: 2, part: 7 };
const key = [0xdeadbeef, 42] as const;

describe.each([
  ["normal numbers", normalsAbout, 2, (lane: number) => lane],
  ["gamma numbers of shape 0.4", gammas, 0.4, () => 1],
  ["gamma numbers of shape 3", gammas, 3, (lane: number) => 1 + lane],
  ["Poisson counts", poissons, 10, (lane: number) => 0.1 + (lane % 50)],
  ["binomial counts", binomials, 1000, (lane: number) => ((lane % 100) + 0.5) / 100],
] as const)("%s", (_, sampler, shared, own) => {
  const drawn = (first: number, count: number): Float64Array => {
    const out = new Float64Array(count);
    sampler(
      out,
      { key, first, count },
      at,
      shared,
      Float64Array.from(out, (_zero, i) => own(first + i)),
    );
    return out;
  };
  const whole = drawn(100, 3000);

  it.each([
    [100, 1],
    [101, 1],
    [101, 2],
    [107, 40],
    [1123, 1025],
    [3099, 1],
  ])("do not depend on the lanes drawn together: from %i, %i of them", (first, count) => {
    expect(drawn(first, count)).toEqual(whole.subarray(first - 100, first - 100 + count));
  });

  it("can be drawn where their parameters stand", () => {
    const values = Float64Array.from({ length: 50 }, (_zero, i) => own(100 + i));
    sampler(values, { key, first: 100, count: 50 }, at, shared, values);
    expect(values).toEqual(whole.subarray(0, 50));
  });
});

it("refuses a parameter that leaves lanes without one", () => {
  const lanes: Lanes = { key, first: 0, count: 6 };
  expect(() =>
    gammas(new Float64Array(6), lanes, at, 3, new Float64Array(5)),
  ).toThrowErrorMatchingInlineSnapshot(
    `[NumericalError: A parameter of 6 random numbers must have as many entries; got 5.]`,
  );
});

// One trial at 1/2 is 1 where the uniform number of the word is at least 1/2.
it("give lane l half l & 1 of the block of l >> 1", () => {
  for (const first of [0, 7, 0x7ffffffe, 0xfffffff0]) {
    const [count, generation] = [9, 0x80000000];
    const bits = new Float64Array(count);
    binomials(bits, { key, first, count }, { ...at, generation }, 1, new Float64Array(count).fill(0.5));
    for (let lane = 0; lane < count; lane++) {
      const replicate = Math.floor((first + lane) / 2);
      const block = philox(counterOf({ ...at, key, generation, element: 0, attempt: 0, replicate }), key);
      const top = block[(first + lane) % 2 === 0 ? 1 : 3];
      expect(bits[lane], `lane ${lane} from ${first}`).toBe(top >= 2 ** 31 ? 1 : 0);
    }
  }
});

/** A change here is a change of every number: raise `numericsVersion` with it, and say so in the changelog. */
it("make the numbers that they always made", () => {
  const lanes: Lanes = { key: [2024, 1030], first: 0, count: 3 };
  const numbers = [
    [normalsAbout, 1, 0],
    [gammas, 0.7, 1],
    [gammas, 50, 1],
    [poissons, 1, 4],
    [poissons, 1, 50],
    [binomials, 9, 0.5],
    [binomials, 90, 0.5],
  ] as const;
  const made = numbers.map(([sampler, shared, own]) => {
    const out = new Float64Array(3).fill(own);
    sampler(out, lanes, at, shared, out);
    return [...out];
  });
  expect(made).toMatchInlineSnapshot(`
    [
      [
        2.4729087492462014,
        -0.8417353821378458,
        -0.6618577016132826,
      ],
      [
        0.8764450128484422,
        0.4335953435528587,
        0.13470084092183088,
      ],
      [
        69.21228806701743,
        43.9676103609451,
        45.146747045223556,
      ],
      [
        5,
        5,
        4,
      ],
      [
        55,
        53,
        50,
      ],
      [
        5,
        5,
        5,
      ],
      [
        48,
        47,
        45,
      ],
    ]
  `);
});
