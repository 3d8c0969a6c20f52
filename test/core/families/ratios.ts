import { expect } from "vitest";
import { deviation, type Generation, mean } from "./chains.ts";

/**
 * Mean squared error at the last generation over that at the first, within 4 standard errors of the ratio (by the
 * delta method: one chain's residual is last - ratio·first) and a relative slack.
 */
export function expectRatio(rows: readonly Generation[], ratio: number, slack: number): void {
  const [first, last] = [rows[0]!, rows.at(-1)!].map(({ metrics }) => metrics["squared_error"]!) as [
    Float64Array,
    Float64Array,
  ];
  const got = mean(last) / mean(first);
  const residuals = last.map((value, lane) => value - got * first[lane]!);
  const bound = slack * ratio + (4 * deviation(residuals)) / (Math.sqrt(last.length) * mean(first));
  expect(Math.abs(got - ratio), `ratio ${got}, expected ${ratio} ± ${bound}`).toBeLessThanOrEqual(bound);
}
