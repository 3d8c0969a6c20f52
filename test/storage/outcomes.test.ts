import { expect, it } from "vitest";
import { foldOutcomes, noOutcomes } from "../../src/storage/outcomes.ts";
import { sampleCell, sampleSegment } from "./samples.ts";

const slice = { cell: sampleCell("a"), first: 0, count: 3 };

it("keeps the first status that was not ok, and its generation, whatever the cuts", () => {
  const whole = foldOutcomes(noOutcomes(3), sampleSegment(slice, 1, 8));
  expect([...whole.outcome]).toEqual([0, 1, 0]);
  expect([...whole.endedAt]).toEqual([0, 4, 0]);
  for (let cut = 1; cut < 8; cut++) {
    const first = foldOutcomes(noOutcomes(3), sampleSegment(slice, 1, cut));
    expect(foldOutcomes(first, sampleSegment(slice, cut + 1, 8))).toEqual(whole);
  }
});

it("does not change what it is given, nor forget an end when the status is ok again", () => {
  const before = { outcome: Uint8Array.of(3), endedAt: Int32Array.of(2), stoppedAt: Int32Array.of(0) };
  const one = { cell: slice.cell, first: 0, count: 1 };
  expect(foldOutcomes(before, sampleSegment(one, 3, 5))).toEqual(before);
  expect(before).toEqual({
    outcome: Uint8Array.of(3),
    endedAt: Int32Array.of(2),
    stoppedAt: Int32Array.of(0),
  });
});
