import { expect, it } from "vitest";
import { packedLength } from "../../../src/core/linalg/lower.ts";
import { outerProducts } from "../../../src/core/linalg/outer-products.ts";

it.each([
  [1, 1],
  [100, 2],
  [7, 3],
  [100, 11],
  [2000, 9],
])("adds up what %i rows of %i numbers give one by one", (count, width) => {
  const rows = Float64Array.from({ length: (count + 2) * width }, (_, i) => ((i * 7919) % 101) / 50 - 1);
  const sum = new Float64Array(packedLength(width)).fill(5);
  outerProducts(sum, rows, 2, count, width);
  const expected = new Float64Array(packedLength(width));
  for (let row = 2; row < count + 2; row++)
    for (let i = 0; i < width; i++)
      for (let j = 0; j <= i; j++)
        expected[packedLength(i) + j]! += rows[row * width + i]! * rows[row * width + j]!;
  sum.forEach((value, e) => expect(value).toBeCloseTo(expected[e]!, 9));
});
