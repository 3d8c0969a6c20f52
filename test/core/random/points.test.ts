import { expect, it } from "vitest";
import { scatter } from "../../../src/core/families/scatter.ts";
import { kernel, memoryDoubles } from "../../../src/core/random/kernel.ts";
import type { SumsOfPoints } from "../../../src/core/random/point-kernel.ts";
import { sumsOfPoints } from "../../../src/core/random/points.ts";
import { poissonOf } from "../../../src/core/random/poisson.ts";
import { subsample, uniforms } from "../../../src/core/random/samplers.ts";

const lanes = { key: [3, 0x5eed], first: 5, count: 70 } as const;
const batches = [100, 1, 37, 263].map((size, b) => ({
  size,
  from: b,
  at: { generation: 1 + b, draw: b % 3, part: 0 },
}));
const choice = { generation: 9, draw: 255, part: 0 };
const population = 401;
/** Of a batch and a lane. */
const parameterOf = (batch: number, lane: number): number => 0.3 + batch / 7 + lane / 100;

/** Uniform numbers of the whole pool, batch by batch, and the batch that each is from. */
function poolOf(lane: number): { values: number[]; from: number[] } {
  const one = { key: lanes.key, first: lanes.first + lane, count: 1 };
  const values: number[] = [];
  const from: number[] = [];
  batches.forEach(({ size, at }, b) => {
    const batch = new Float64Array(size);
    uniforms(batch, one, at, size);
    values.push(...batch);
    from.push(...new Array<number>(size).fill(b));
  });
  return { values, from };
}

function summed(n: number, sums: SumsOfPoints, parameter: typeof parameterOf): Float64Array {
  const out = new Float64Array(lanes.count);
  const parameters = {
    room: () => batches.length,
    place: (...[lane, , , to]: [number, number, number, number]) => {
      for (let b = 0; b < batches.length; b++) memoryDoubles()[to + b] = parameter(b, lane);
    },
  };
  scatter(batches, lanes, choice, n, (points) => sumsOfPoints(out, lanes, points, sums, parameters));
  return out;
}

const laws = {
  exponential: [
    kernel.exponentialsOfPoints,
    parameterOf,
    (u: number, parameter: number) => -Math.log(u) * parameter,
  ],
  geometric: [
    kernel.geometricsOfPoints,
    (batch: number, lane: number) => -parameterOf(batch, lane),
    (u: number, parameter: number) => Math.floor(Math.log(u) / parameter),
  ],
  "Poisson of small and large mean": [
    kernel.poissonsOfPoints,
    (batch: number, lane: number) => 9 * parameterOf(batch, lane),
    poissonOf,
  ],
  Bernoulli: [
    kernel.onesOfPoints,
    (batch: number, lane: number) => parameterOf(batch, lane) / 2,
    (u: number, parameter: number) => (u < parameter ? 1 : 0),
  ],
} as const;

it.each(
  Object.entries(laws).flatMap(([name, law]) =>
    [1, 2, 3, 97, 100, population].map((n) => ({ name, law, n })),
  ),
)("adds up $n observations that whole batches hold as well: $name", ({ law, n }) => {
  const [sums, parameter, observe] = law;
  const found = summed(n, sums, parameter);
  const chosen = Uint32Array.from({ length: n }, (_, place) => place);
  for (let lane = 0; lane < lanes.count; lane++) {
    const { values, from } = poolOf(lane);
    if (n < population) subsample(chosen, lanes, lane, choice, population, n);
    let expected = 0;
    for (const place of chosen) expected += observe(values[place]!, parameter(from[place]!, lane));
    expect(Math.abs(found[lane]! - expected)).toBeLessThanOrEqual(1e-12 * expected);
  }
});

it("adds up nothing of what has mean 0", () => {
  for (const sums of [kernel.exponentialsOfPoints, kernel.poissonsOfPoints, kernel.onesOfPoints])
    expect([...summed(51, sums, () => 0)]).toEqual(new Array<number>(lanes.count).fill(0));
  const never = summed(51, kernel.geometricsOfPoints, () => Number.NEGATIVE_INFINITY);
  expect([...never]).toEqual(new Array<number>(lanes.count).fill(0));
});
