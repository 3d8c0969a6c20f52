import { noRows } from "../../src/storage/row-sums.ts";
import { createHash } from "node:crypto";
import { resolve, sep } from "node:path";
import fc from "fast-check";
import { ConflictError, CorruptionError, ParameterError } from "../../src/core/errors.ts";
import { spanOf } from "../../src/spec/axes.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { SpecError } from "../../src/spec/problems.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "../../src/storage/checkpoint.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { decodeFailure } from "../../src/storage/failures.ts";
import { checkKey } from "../../src/storage/keys.ts";
import { parseCheckpointKey, parsePartKey, quarantineKey } from "../../src/storage/layout.ts";
import { sealed, unsealed } from "../../src/storage/sealed-json.ts";
import { samplePlan } from "../storage/samples.ts";
import { mutatedSpecs } from "./spec-texts.ts";
import { refusesOnlyBy, type Target } from "./target.ts";

/** Grids up to so many cells are expanded: the others would only take time. */
const expanded = 300;

const spec: Target = {
  name: "specs",
  share: 60,
  property: fc.property(mutatedSpecs, (text) => {
    refusesOnlyBy([SpecError], () => {
      const read = parseSpec(text, "fuzz.yaml");
      if (spanOf(read.content) <= expanded) planOf(read);
    });
    if ("polluted" in {} || Object.keys(Object.prototype).length > 0)
      throw new Error("a prototype was changed");
  }),
};

const plan = samplePlan();
const identity = cohortIdentity(plan, 1);
const checkpoint: Checkpoint = {
  sweepId: plan.sweepId,
  numericsVersion: plan.numericsVersion,
  packageVersion: "1.2.3",
  nodeVersion: "20.0.0",
  cellId: identity.slice.cell.id,
  first: identity.slice.first,
  count: identity.slice.count,
  after: 3,
  generation: 5,
  parts: [{ key: "k", sha256: "0".repeat(64), bytes: 10, rows: 10, from: 1, to: 5, sums: noRows }],
  retired: ["a/b"],
  computeSeconds: 1.25,
  attempts: 1,
  outcomes: { outcome: Uint8Array.of(0, 3), endedAt: Int32Array.of(0, 4), stoppedAt: Int32Array.of(0, 4) },
  state: Float64Array.of(1.5, -0, Number.NaN, 5e-324),
};
const bytes = encodeCheckpoint(checkpoint);
const prologue = 20;

/** Changes of single bytes, and what is cut off or put on at the end. */
const damage = fc.record({
  flips: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 4 }),
  cut: fc.oneof(fc.constant(0), fc.nat(bytes.length)),
  more: fc.uint8Array({ maxLength: 4 }),
});

function damaged(
  whole: Uint8Array,
  { flips, cut, more }: typeof damage extends fc.Arbitrary<infer D> ? D : never,
) {
  const changed = Buffer.concat([whole.subarray(0, whole.length - Math.min(cut, whole.length)), more]);
  for (const [at, mask] of flips) if (changed.length > 0) changed[at % changed.length] ^= mask;
  return changed;
}

const decode = (data: Uint8Array): void =>
  refusesOnlyBy([CorruptionError, ConflictError], () => void decodeCheckpoint(data, identity, "c"));

const checkpoints: Target = {
  name: "checkpoints, damaged",
  share: 400,
  property: fc.property(damage, (how) => {
    const data = damaged(bytes, how);
    decode(data);
    if (Buffer.compare(data, bytes) === 0) return;
    try {
      decodeCheckpoint(data, identity, "c");
    } catch {
      return;
    }
    throw new Error("damage was not noticed");
  }),
};

/** With a checksum that is right: what a program with a defect may have written. */
const wrongCheckpoints: Target = {
  name: "checkpoints, wrong with a right checksum",
  share: 200,
  property: fc.property(
    damage,
    fc.oneof(fc.constantFrom("null", "[]", "{}", "1"), fc.json()),
    fc.boolean(),
    fc.nat(6),
    (how, json, whole, field) => {
      const name = Object.keys(checkpoint)[field * 2] ?? "parts";
      const { outcomes: _, state: __, ...facts } = checkpoint;
      const header = whole
        ? json
        : JSON.stringify({ ...facts, stateLength: 4, [name]: JSON.parse(json) as unknown });
      const text = Buffer.from(header);
      const start = Buffer.from(bytes.subarray(0, prologue));
      start.writeUInt32LE(text.length, 12);
      const rest = bytes.subarray(prologue + Buffer.from(bytes).readUInt32LE(12), -32);
      for (const body of [Buffer.concat([start, text, rest]), damaged(bytes.subarray(0, -32), how)])
        decode(Buffer.concat([body, createHash("sha256").update(body).digest()]));
    },
  ),
};

const records: Target = {
  name: "plans, manifests and failure records",
  share: 100,
  property: fc.property(
    damage,
    fc.object({ key: fc.constantFrom("__proto__", "cellId", "first", "a") }),
    (how, value) => {
      const data = sealed({ a: 1, ...value });
      refusesOnlyBy([CorruptionError], () => void decodeFailure(data, "r"));
      refusesOnlyBy([CorruptionError], () => void unsealed(damaged(data, how), "r", "Do it again."));
      refusesOnlyBy([CorruptionError], () => void decodeFailure(damaged(data, how), "r"));
    },
  ),
};

const name = fc.oneof(
  fc.constantFrom(
    "..",
    ".",
    "",
    "a",
    ".tmp-1",
    "parts",
    "00",
    "~",
    "%2e%2e",
    "..%2f",
    "\u2024\u2024",
    "C:",
    "\\",
    "\0",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constant("y".repeat(70_000)),
);

const root = resolve("/store/of/somebody");

const keys: Target = {
  name: "names of blobs",
  share: 240,
  property: fc.property(fc.array(name, { maxLength: 6 }), (names) => {
    const key = names.join("/");
    parseCheckpointKey(key);
    parsePartKey(key);
    refusesOnlyBy([ParameterError], () => {
      const path = resolve(root, ...checkKey(key).split("/"));
      if (!path.startsWith(root + sep)) throw new Error(`${path} is outside of the store`);
      const aside = resolve(root, ...checkKey(quarantineKey("s", `s/${key}`)).split("/"));
      if (!aside.startsWith(root + sep)) throw new Error(`${aside} is outside of the store`);
    });
  }),
};

export const targets: readonly Target[] = [spec, checkpoints, wrongCheckpoints, records, keys];
