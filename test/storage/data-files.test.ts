import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CorruptionError } from "../../src/core/errors.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { printSpec } from "../../src/spec/print.ts";
import { registeredDigest } from "../../src/spec/registered-digest.ts";
import { damagedFiles } from "../../src/storage/data-files.ts";
import { checkSweep } from "../../src/storage/fsck/check.ts";
import { fileKey, planKey } from "../../src/storage/layout.ts";
import { openStore } from "../../src/storage/open.ts";
import { readBarePlan, readPlan, registerSweep, reviseSweep } from "../../src/storage/registration.ts";
import type { Store } from "../../src/storage/store.ts";

const text = "the cat saw the dog and the dog saw the cat";
const spec = parseSpec(
  JSON.stringify({
    name: "text",
    family: { grid: ["n-gram"] },
    parameters: { text: "rhyme.txt", order: { grid: [1, 2] } },
    regime: "replace",
    generations: 2,
    replicates: 2,
  }),
  "text.json",
);
const plan = planOf(spec, () => new TextEncoder().encode(text));
const key = fileKey(plan.sweepId, plan.files?.[0] ?? { value: "", path: "", sha256: "", name: "" });
const printed = printSpec(spec, plan.files);

let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ouro-files-"));
  store = openStore(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function overwrite(bytes: string): void {
  writeFileSync(fileURLToPath(`${store.url}/${key}`), bytes);
}

it("gives a plan back with its files attached, each in one piece of shared memory", async () => {
  await registerSweep(store, plan, printed);
  const read = await readPlan(store, plan.sweepId);
  expect(read).toEqual(plan);
  const contents = read?.cells.map(({ files }) => files?.["text"]);
  expect(new TextDecoder().decode(contents?.[0]?.slice())).toBe(text);
  expect(contents?.[1]).toBe(contents?.[0]);
  expect(contents?.[0]?.buffer).toBeInstanceOf(SharedArrayBuffer);
});

it("keeps the bytes out of plan.json", async () => {
  await registerSweep(store, plan, printed);
  const json = new TextDecoder().decode(await store.read(planKey(plan.sweepId)));
  expect(json).toContain(plan.files?.[0]?.sha256);
  expect(JSON.parse(json).cells[0]).not.toHaveProperty("files");
  expect((await readBarePlan(store, plan.sweepId))?.cells[0]).not.toHaveProperty("files");
});

it("detects a file that was changed, and one that is gone", async () => {
  await registerSweep(store, plan, printed);
  overwrite(text.replace("cat", "cow"));
  await expect(readPlan(store, plan.sweepId)).rejects.toThrow(CorruptionError);
  expect(await damagedFiles(store, plan)).toEqual([{ key, fault: "changed" }]);
  await store.remove(key);
  await expect(readPlan(store, plan.sweepId)).rejects.toThrow(`${key} is missing.`);
  expect(await damagedFiles(store, plan)).toEqual([{ key, fault: "missing" }]);
});

it("writes a lost file again when the spec is registered again", async () => {
  await registerSweep(store, plan, printed);
  await store.remove(key);
  expect(await registerSweep(store, plan, printed)).toEqual(plan);
  expect(await damagedFiles(store, plan)).toEqual([]);
});

it("writes the files of a sweep that is extended", async () => {
  await registerSweep(store, plan, printed);
  const other = planOf(spec, () => new TextEncoder().encode(`${text} and left`));
  await reviseSweep(store, plan, other, printSpec(spec, other.files));
  const read = await readPlan(store, plan.sweepId);
  expect(read?.cells).toEqual(other.cells);
  expect((await readPlan(store, plan.sweepId, 1))?.cells).toEqual(plan.cells);
});

it("is sound to fsck as long as its files are", async () => {
  await registerSweep(store, plan, printed);
  const findings = async () => {
    const found: string[] = [];
    const digestOf = (stored: string, name: string) => registeredDigest(parseSpec(stored, name).content);
    for await (const finding of checkSweep(store, plan.sweepId, digestOf)) found.push(finding.key);
    return found.filter((each) => !each.includes("/checkpoints/") && !each.includes("/dataset/"));
  };
  expect(await findings()).toEqual([]);
  overwrite("another text");
  expect(await findings()).toEqual([key]);
});
