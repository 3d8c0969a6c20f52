import { expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { gammas, normalsAbout } from "../../../src/core/random/singles.ts";
import { blockAt, type Words } from "./philox.ts";

const at: Address = { generation: 9, draw: 1, part: 0 };
const R = 200_000;
const lanes: Lanes = { key: [99, 100], first: 0, count: R };

// A lane's word is its normal number, where that takes no further attempts; bits 12 to 19 of it begin the ordinate, and the
// first word of attempt 1 goes on with it. Only the one normal number in 85 that takes further attempts is another.
it.each([1, 1.3, 2, 5, 49.5, 1000])(
  "accepts at shape %d what Marsaglia and Tsang's inequality accepts",
  (shape) => {
    const [drawn, x] = [new Float64Array(R), new Float64Array(R)];
    gammas(drawn, lanes, at, shape, new Float64Array(R).fill(1));
    normalsAbout(x, lanes, at, 1, new Float64Array(R));
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    let [rejected, other] = [0, 0];
    for (let lane = 0; lane < R; lane++) {
      const v = (1 + c * x[lane]!) ** 3;
      const first = Math.abs(drawn[lane]! - d * v) < 1e-12 * d;
      // What is accepted whatever the ordinate would be costs no look at it.
      const bound = v > 0 ? x[lane]! ** 2 / 2 + d * (1 - v + Math.log(v)) : Number.NEGATIVE_INFINITY;
      const accepts = bound >= 0 || Math.log(ordinate(lane)) < bound;
      if (!accepts) {
        if (first) expect.fail(`lane ${lane} was accepted`);
        rejected++;
      } else if (!first) other++;
    }
    expect(rejected).toBeGreaterThan(0);
    expect(other / R).toBeLessThan(1 / 75);
  },
);

function ordinate(lane: number): number {
  const word = (attempt: number, replicate: number): Words =>
    blockAt({ ...at, key: lanes.key, element: 0, attempt, replicate });
  const low = word(0, lane >> 1)[lane & 1 ? 2 : 0];
  const [rest, top] = word(1, lane);
  return (((low >>> 12) & 255) + (top * 2 ** 20 + (rest >>> 12) + 0.5) / 2 ** 52) / 256;
}
