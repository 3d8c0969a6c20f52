import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { exp, lgamma, log, log1p, pow } from "../../../src/core/random/math.ts";

/** Arguments, the nearest double to the value, and what the value lies off it: by mpmath, with 400 digits. */
type Golden = Readonly<Record<"log" | "exp" | "log1p" | "lgamma" | "pow", readonly (readonly number[])[]>>;

const golden = JSON.parse(
  readFileSync(new URL("../../oracles/random/functions.json", import.meta.url), "utf8"),
) as Golden;

/** The distance of two neighbouring doubles at x. */
function ulp(x: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(x));
  bits.setBigInt64(0, bits.getBigInt64(0) + 1n);
  return bits.getFloat64(0) - Math.abs(x);
}

it.each([
  ["log", log],
  ["exp", exp],
  ["log1p", log1p],
] as const)("%s is within 2 ulp", (name, f) => {
  for (const [x, value, rest] of golden[name])
    expect(Math.abs(f(x) - value - rest), `${name}(${x})`).toBeLessThanOrEqual(2 * ulp(value));
});

it("pow is within 2 ulp", () => {
  for (const [x, y, value, rest] of golden.pow)
    expect(Math.abs(pow(x, y) - value - rest), `pow(${x}, ${y})`).toBeLessThanOrEqual(2 * ulp(value));
});

// Below 15 it is a difference of terms of up to 35, each rounded: four times 35 · 2^-53 is 1.6e-14.
it("lgamma is within 2e-14, relative where the value is above 1", () => {
  for (const [x, value] of golden.lgamma)
    expect(Math.abs(lgamma(x) - value), `lgamma(${x})`).toBeLessThanOrEqual(
      2e-14 * Math.max(1, Math.abs(value)),
    );
});
