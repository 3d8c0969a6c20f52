import { expect, it } from "vitest";
import { generationGrid } from "../../../src/storage/dataset/generation-grid.ts";

it("has every generation of a short sweep", () => {
  expect(generationGrid(3)).toEqual([1, 2, 3]);
  expect(generationGrid(60)).toHaveLength(60);
});

it("is logarithmic beyond, ends with the last, and is otherwise the same for every length", () => {
  const [long, longer] = [generationGrid(1000), generationGrid(100_000)];
  expect(long.slice(0, 14)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 16]);
  expect(long.at(-1)).toBe(1000);
  expect(longer.slice(0, long.length - 1)).toEqual(long.slice(0, -1));
  expect(longer.length).toBeLessThan(100);
  expect([...longer].sort((a, b) => a - b)).toEqual(longer);
  expect(generationGrid(61).at(-1)).toBe(61);
});
