import { expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { gammas, normals, uniforms } from "../../../src/core/random/samplers.ts";

const at: Address = { generation: 9, draw: 1, part: 0 };
const lanes: Lanes = { key: [99, 100], first: 0, count: 1 };

// Element e of a gamma law takes a normal number and a uniform one from its block: those that elements 2e and 2e + 1 of
// the other two laws begin with. Only the one normal number in 85 that takes further attempts is another, since those
// belong to element e here and to element 2e there.
it.each([1, 1.3, 2, 5, 49.5, 1000])(
  "accepts at shape %d what Marsaglia and Tsang's inequality accepts",
  (shape) => {
    const R = 400_000;
    const [drawn, x, u] = [new Float64Array(R), new Float64Array(2 * R), new Float64Array(2 * R)];
    gammas(drawn, lanes, at, R, shape);
    normals(x, lanes, at, 2 * R);
    uniforms(u, lanes, at, 2 * R);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    let [rejected, other] = [0, 0];
    for (let e = 0; e < R; e++) {
      const v = (1 + c * x[2 * e]!) ** 3;
      const first = Math.abs(drawn[e]! - d * v) < 1e-12 * d;
      const accepts = v > 0 && Math.log(u[2 * e + 1]!) < x[2 * e]! ** 2 / 2 + d * (1 - v + Math.log(v));
      if (!accepts) {
        expect(first, `element ${e}`).toBe(false);
        rejected++;
      } else if (!first) other++;
    }
    expect(rejected).toBeGreaterThan(0);
    expect(other / R).toBeLessThan(1 / 80);
  },
);
