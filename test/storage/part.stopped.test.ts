import { expect, it } from "vitest";
import { noRow, rowCount, type Segment } from "../../src/core/segment.ts";
import { addSums, rowSums } from "../../src/storage/row-sums.ts";
import { decodePart } from "../../src/storage/decode-part.ts";
import { encodePart } from "../../src/storage/part.ts";
import { metrics, sampleCell, sampleSegment } from "./samples.ts";

const slice = { cell: sampleCell("a"), first: 4, count: 3 };

/** Lanes end at generations 5, 3 and 9. */
function endingSegment(from: number, to: number): Segment {
  const segment = sampleSegment(slice, from, to);
  for (const [lane, end] of [5, 3, 9].entries())
    for (let generation = Math.max(from, end + 1); generation <= to; generation++) {
      const row = (generation - from) * 3 + lane;
      segment.status[row] = noRow;
      for (const column of segment.metrics) column[row] = Number.NaN;
    }
  return segment;
}

it("has rows for chains up to their ends, and comes back as it was", async () => {
  const segment = endingSegment(2, 9);
  expect(rowCount(segment)).toBe(4 + 2 + 8);
  const { segment: read } = await decodePart(encodePart(slice, metrics, segment), "a part");
  expect(read).toEqual(segment);
});

it("comes back also where the first chain has ended before", async () => {
  const segment = endingSegment(6, 9);
  const { segment: read } = await decodePart(encodePart(slice, metrics, segment), "a part");
  expect(read).toEqual(segment);
});

it("adds to the digest what its rows add, however they are cut", () => {
  const whole = rowSums(slice.first, endingSegment(1, 9));
  const [early, late] = [endingSegment(1, 4), endingSegment(5, 9)];
  expect(addSums([rowSums(slice.first, early), rowSums(slice.first, late)])).toBe(whole);
  expect(rowSums(slice.first, endingSegment(1, 8))).not.toBe(whole);
});
