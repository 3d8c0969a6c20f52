import { expect, test } from "vitest";
import { log } from "../../../src/core/random/math.ts";
import { sortNumbers } from "../../../src/core/statistics/sort.ts";

/** Numbers from 0 to 1, the same every time. */
function uniform(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647; // Lehmer's generator
    return state / 2_147_483_647;
  };
}

const laws: Readonly<Record<string, (draw: () => number) => number>> = {
  even: (draw) => draw() - 0.5,
  "mostly in the middle": (draw) => draw() + draw() + draw() - 1.5,
  "dense at its end": (draw) => (draw() - 0.5) ** 2,
  "heavy tails": (draw) => 1 / (draw() - 0.5),
  exponential: (draw) => -log(draw()),
  "few values": (draw) => Math.round(3 * draw()) + 1,
  equal: () => 3,
  "zeros of both signs": (draw) => (draw() < 0.01 ? 0 : draw() < 0.01 ? -0 : draw() - 0.5),
  "far apart": (draw) => Number.MAX_VALUE * (2 * draw() - 1),
  "next to each other": (draw) => 1 + Math.round(8 * draw()) * Number.EPSILON,
  subnormal: (draw) => Math.round(1000 * draw() + 1) * Number.MIN_VALUE,
  infinite: (draw) => (draw() < 0.01 ? Number.POSITIVE_INFINITY : draw() < 0.01 ? -1 / 0 : draw()),
};

test.each(Object.entries(laws))("sorts values that are %s to the bit as the engine does", (_, law) => {
  const draw = uniform();
  for (const n of [0, 1, 2, 255, 256, 257, 3000, 700]) {
    const values = Float64Array.from({ length: n }, () => law(draw));
    const expected = values.toSorted();
    sortNumbers(values);
    expect(new BigUint64Array(values.buffer)).toEqual(new BigUint64Array(expected.buffer));
  }
});

test("sorts a window and leaves what is around it", () => {
  const draw = uniform();
  const all = Float64Array.from({ length: 1000 }, () => draw());
  const before = all.slice();
  sortNumbers(all.subarray(100, 900));
  expect(all.subarray(100, 900)).toEqual(before.slice(100, 900).sort());
  expect([all.slice(0, 100), all.slice(900)]).toEqual([before.slice(0, 100), before.slice(900)]);
});
