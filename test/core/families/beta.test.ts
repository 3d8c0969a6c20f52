import { describe, expect, it } from "vitest";
import { exponentialSums } from "../../../src/core/families/exponential-sums.ts";
import { memoryDoubles } from "../../../src/core/random/kernel.ts";
import { sumsOfPoints } from "../../../src/core/random/points.ts";
import { scatter } from "../../../src/core/families/scatter.ts";
import { counted, expectFit, laws as oracles } from "../random/golden.ts";
import { agreesWithTheory } from "./agreement.ts";
import { cellOf, expectMean, run } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

describe("laws", () => {
  obeysFamilyLaws("beta", [
    { parameters: { samples: 10 }, regime: "replace" },
    { parameters: { samples: 10, theta: 0.1 }, regime: "accumulate" },
    { parameters: { samples: 10, theta: 3 }, regime: "accumulate-subsample" },
    { parameters: { samples: 5 }, regime: "replace-multiple" },
  ]);
});

it.each(oracles.betas)("observes the Beta law of exponent $theta", ({ theta, edges }) => {
  const values = new Float64Array(oracles.draws);
  const lanes = { key: [8, 0x5eed], first: 0, count: 100 } as const;
  const at = { generation: 1, draw: 0, part: 0 };
  const size = oracles.draws / 100;
  const parameters = {
    room: () => 1,
    place: (...[, , , to]: [number, number, number, number]) => {
      memoryDoubles()[to] = 1 / theta;
    },
  };
  scatter([{ size, from: 0, at }], lanes, at, size, (points) => {
    // Every observation for itself.
    const single = { ...points, lane: points.lane * size, lanes: points.lanes * size, count: 1 };
    sumsOfPoints(values, lanes, single, exponentialSums(1 / theta).sumsOfPoints, parameters);
  });
  for (let i = 0; i < values.length; i++) values[i] = Math.exp(-values[i]!);
  expectFit(counted(values, edges));
});

it("has an inverse exponent that stops spreading where data accumulate [oracle 37]", () => {
  const { theta } = run(cellOf("beta", { samples: 20 }, "accumulate", 37), 100, 20_000).at(-1)!.metrics;
  expectMean(
    theta!.map((value) => (1 / value - 1) ** 2),
    0.083761,
  );
});

it.each(["replace", "accumulate", "accumulate-subsample"])(
  "does not know its scale: %s [oracle 38]",
  (regime) => {
    const few = run(cellOf("beta", { samples: 20, theta: 0.1 }, regime, 38), 50, 10);
    const one = run(cellOf("beta", { samples: 20, theta: 1 }, regime, 38), 50, 10);
    few.forEach(({ metrics }, g) =>
      metrics["theta_ratio"]!.forEach((ratio, lane) =>
        expect(Math.abs(ratio / one[g]!.metrics["theta_ratio"]![lane]! - 1)).toBeLessThan(1e-9),
      ),
    );
  },
);

it.each([
  [{ samples: 60, theta: 0.5 }, "replace", 13],
  [{ samples: 50, theta: 2 }, "accumulate", 7],
  [{ samples: 30, theta: 2 }, "replace-multiple", 10],
] as const)("agrees with theory: %j %s", (raw, regime, least) => {
  expect(agreesWithTheory("beta", raw, regime)).toBeGreaterThanOrEqual(least);
});
