import { expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import { discreteKernel } from "../../../src/core/families/discrete-kernel.ts";
import { lawOfWeights } from "../../../src/core/families/discrete-law.ts";
import { discreteMetrics } from "../../../src/core/families/discrete-metrics.ts";
import { discreteStep } from "../../../src/core/families/discrete-step.ts";
import { statisticCohort } from "../../../src/core/families/statistic-cohort.ts";
import { trainings } from "../../../src/core/regimes/trainings.ts";
import { advanceSegment, type Segment } from "../../../src/core/segment.ts";

const law = lawOfWeights(Float64Array.from({ length: 400 }, (_, i) => 1 / (i + 3)));
const samples = 300;
const regimes = ["replace", "accumulate", "accumulate-subsample"];

function cohort(
  regime: string,
  count: number,
  { stepping = true, room = samples, first = 5, draws = samples } = {},
) {
  const lanes = { key: [21, 22] as const, first, count };
  const over = regime === "accumulate-subsample" ? 0 : statuses.indexOf("absorbed");
  const apart = discreteKernel(law, lanes, room, over !== 0);
  const kernel = stepping ? { ...apart, ...discreteStep(law, lanes, room, over) } : apart;
  return statisticCohort(lanes, kernel, trainings({ regime, regimeParameters: {} }, draws));
}

type Cohort = ReturnType<typeof cohort>;

function advanced(one: Cohort, count: number, generations: number, stoppedAt?: Int32Array): Segment {
  const { length } = discreteMetrics;
  const stopping = stoppedAt && { rule: { holds: () => false }, stoppedAt };
  return advanceSegment(one, count, length, generations, () => true, undefined, stopping as never);
}

/** Numbers as bytes, which are quick to compare. */
function bytes({ metrics, status }: Segment): Buffer {
  return Buffer.concat([status, ...metrics].map((of) => Buffer.from(new Uint8Array(of.slice().buffer))));
}

it.each(regimes)("goes as call by call, whatever it is asked to save: %s", (regime) => {
  const [whole, apart] = [cohort(regime, 9), cohort(regime, 9, { stepping: false })];
  for (let g = 0; g < 12; g++) {
    expect(bytes(advanced(whole, 9, 1)).equals(bytes(advanced(apart, 9, 1)))).toBe(true);
    if (g % 4 < 2) expect(whole.save()).toEqual(apart.save());
  }
});

// Counts above 4095 are measured apart.
it.each(regimes)("goes as call by call where counts are large: %s", (regime) => {
  const options = { room: 400, draws: 20_000 };
  const [whole, apart] = [cohort(regime, 3, options), cohort(regime, 3, { ...options, stepping: false })];
  for (let g = 0; g < 6; g++)
    expect(bytes(advanced(whole, 3, 1)).equals(bytes(advanced(apart, 3, 1)))).toBe(true);
});

it.each(regimes)("goes on where several cohorts take turns: %s", (regime) => {
  const alone = cohort(regime, 4, { first: 100 });
  const expected = Array.from({ length: 8 }, () => bytes(advanced(alone, 4, 1)));
  const [one, other] = [cohort(regime, 4, { first: 100 }), cohort("replace", 7)];
  for (const rows of expected) {
    expect(bytes(advanced(one, 4, 1)).equals(rows)).toBe(true);
    advanced(other, 7, 1);
  }
  expect(one.save()).toEqual(alone.save());
});

it.each(regimes)("has more lanes than slots: %s", (regime) => {
  // 3000 lanes of 150 symbols and more do not fit in.
  const count = 3000;
  const [whole, apart] = [cohort(regime, count), cohort(regime, count, { stepping: false })];
  expect(bytes(advanced(whole, count, 4)).equals(bytes(advanced(apart, count, 4)))).toBe(true);
  expect(Buffer.from(whole.save().buffer).equals(Buffer.from(apart.save().buffer))).toBe(true);
});

it("leaves lanes out that have ended, and none beside them", () => {
  const regime = "accumulate-subsample";
  const expected = advanced(cohort(regime, 6), 6, 8);
  const one = cohort(regime, 6);
  advanced(one, 6, 3);
  const stoppedAt = Int32Array.of(0, 3, 0, 0, 3, 0);
  const rows = advanced(one, 6, 5, stoppedAt);
  for (const lane of [0, 2, 3, 5])
    for (let g = 0; g < 5; g++)
      for (const [m, column] of rows.metrics.entries())
        expect(column[6 * g + lane]).toBe(expected.metrics[m]![6 * (g + 3) + lane]);
});
