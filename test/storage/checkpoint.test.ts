import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CorruptionError, VersionError } from "../../src/core/errors.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "../../src/storage/checkpoint.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { noRows } from "../../src/storage/row-sums.ts";
import { sampleCell, samplePlan } from "./samples.ts";

const plan = samplePlan();
const identity = cohortIdentity(plan, 1);
const checkpoint: Checkpoint = {
  sweepId: plan.sweepId,
  numericsVersion: 1,
  packageVersion: "1.2.3",
  nodeVersion: "20.0.0",
  cellId: identity.slice.cell.id,
  first: 2,
  count: 2,
  after: 2,
  generation: 5,
  parts: [{ key: "k", sha256: "0".repeat(64), bytes: 10, rows: 10, from: 1, to: 5, sums: noRows }],
  retired: [],
  computeSeconds: 1.25,
  attempts: 1,
  outcomes: { outcome: Uint8Array.of(0, 3), endedAt: Int32Array.of(0, 4), stoppedAt: Int32Array.of(0, 7) },
  state: Float64Array.of(1.5, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324),
};
const bytes = encodeCheckpoint(checkpoint);

describe("a checkpoint", () => {
  it("gives back what it was made from, from any place in a buffer", () => {
    expect(decodeCheckpoint(bytes, identity, "c")).toEqual(checkpoint);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeCheckpoint(shifted.subarray(3), identity, "c")).toEqual(checkpoint);
  });

  it("keeps an empty state", () => {
    const empty = { ...checkpoint, state: new Float64Array() };
    expect(decodeCheckpoint(encodeCheckpoint(empty), identity, "c")).toEqual(empty);
  });

  it("notices any flipped bit", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const flipped = Uint8Array.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => decodeCheckpoint(flipped, identity, "c")).toThrow(CorruptionError);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("notices any truncation, and bytes too many", () => {
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeCheckpoint(bytes.subarray(0, length), identity, "c")).toThrow(CorruptionError);
    expect(() => decodeCheckpoint(Buffer.concat([bytes, Buffer.of(0)]), identity, "c")).toThrow(
      CorruptionError,
    );
  });

  it.each([
    ["another sweep", { sweepId: "other-0000000000" }],
    ["another cell", { slice: { ...identity.slice, cell: sampleCell("z") } }],
    ["other replicates", { slice: { ...identity.slice, first: 4 } }],
    ["another number of chains", { slice: { ...identity.slice, count: 1 } }],
  ])("is refused by %s", (_, other) => {
    expect(() => decodeCheckpoint(bytes, { ...identity, ...other }, "c")).toThrow(CorruptionError);
    expect(() => decodeCheckpoint(bytes, { ...identity, ...other }, "c")).toThrow("c belongs elsewhere");
  });

  it("is refused by another numerics version, as a conflict that no retry can solve", () => {
    const other = encodeCheckpoint({ ...checkpoint, numericsVersion: 999 });
    expect(() => decodeCheckpoint(other, identity, "c")).toThrow(VersionError);
  });
});
