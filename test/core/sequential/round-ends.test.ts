import { expect, it } from "vitest";
import { roundEnds } from "../../../src/core/sequential/round-ends.ts";

it("rounds double from min to max, and end at max", () => {
  expect(roundEnds({ min: 32, max: 200 })).toEqual([32, 64, 128, 200]);
  expect(roundEnds({ min: 32, max: 64 })).toEqual([32, 64]);
  expect(roundEnds({ min: 50, max: 50 })).toEqual([50]);
});
