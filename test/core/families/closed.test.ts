import { expect, it } from "vitest";
import { closed } from "../../../src/core/families/closed.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { regimeNamed } from "../../../src/core/regimes/registry.ts";

it.each([
  ["replace", true],
  ["replace-multiple", true],
  ["accumulate", true],
  ["accumulate-subsample", false],
])("%s: %s", (name, expected) => {
  expect(closed((generation) => regimeNamed(name).training({}, generation, 10))).toBe(expected);
});

const window =
  (keeps: (g: number) => readonly number[], from = (g: number) => g - 1) =>
  (g: number): Training => ({
    draws: [{ from: from(g), size: 10 }],
    keeps: g === 1 ? [] : keeps(g),
    sees: "all",
  });

it("asks for what the fit before has seen", () => {
  expect(closed(window((g) => [g - 1]))).toBe(true);
  expect(closed(window((g) => (g > 2 ? [g - 2, g - 1] : [g - 1])))).toBe(true);
  expect(closed(window((g) => (g > 3 ? [g - 3] : [])))).toBe(false);
  expect(
    closed(
      window(
        (g) => [g - 1],
        (g) => Math.max(0, g - 2),
      ),
    ),
  ).toBe(false);
});
