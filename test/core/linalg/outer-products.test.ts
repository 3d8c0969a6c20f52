import { expect, it } from "vitest";
import { packedLength } from "../../../src/core/linalg/lower.ts";
import { meanAndScatter } from "../../../src/core/linalg/outer-products.ts";

it.each([
  [1, 1],
  [100, 2],
  [7, 3],
  [100, 11],
  [2000, 9],
])("gives the mean and the scatter of %i rows of %i numbers", (count, width) => {
  const rows = Float64Array.from({ length: (count + 2) * width }, (_, i) => ((i * 7919) % 101) / 50 - 1);
  const sum = new Float64Array(packedLength(width)).fill(5);
  const mean = new Float64Array(width);
  meanAndScatter(mean, sum, rows, 2, count, width);
  const seen = rows.subarray(2 * width);
  const centre = Float64Array.from(mean, (_, j) => {
    let total = 0;
    for (let row = 0; row < count; row++) total += seen[row * width + j]!;
    return total / count;
  });
  mean.forEach((value, j) => expect(value).toBeCloseTo(centre[j]!, 12));
  const expected = new Float64Array(packedLength(width));
  for (let row = 0; row < count; row++)
    for (let i = 0; i < width; i++)
      for (let j = 0; j <= i; j++)
        expected[packedLength(i) + j]! +=
          (seen[row * width + i]! - centre[i]!) * (seen[row * width + j]! - centre[j]!);
  sum.forEach((value, e) => expect(value).toBeCloseTo(expected[e]!, 9));
});
