import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Segment } from "../../src/core/segment.ts";
import { cohortAt, cohortCount } from "../../src/spec/cohorts.ts";
import { exportDataset } from "../../src/export/export.ts";
import { publishDataset } from "../../src/storage/dataset/publish.ts";
import { fileStore } from "../../src/storage/file.ts";
import { advanceSample, metrics, sampleCell, samplePlan } from "../storage/samples.ts";
import { pythonWith } from "../support/python.ts";

const script = fileURLToPath(new URL("aggregates.py", import.meta.url));
const python = pythonWith("numpy", "scipy", "pyarrow");
if (python === undefined)
  console.warn(
    "numpy, scipy and pyarrow are not installed for OURO_PYTHON or python3: cells are NOT checked.",
  );

/** Laws of a value by the inverse of their distribution functions, by cell: tails without a mean, without a variance, light ones. */
const laws: readonly ((u: number, generation: number) => number)[] = [
  (u) => u ** -2, // Pareto with index 1/2
  (u) => Math.tan(Math.PI * (u - 0.5)), // Cauchy
  (u, generation) => Math.exp(5 * generation * logit(u)),
  (u, generation) => generation + logit(u) / 4,
  (u) => (u < 0.07 ? Number.POSITIVE_INFINITY : u < 0.1 ? Number.NEGATIVE_INFINITY : logit(u)),
  (u) => Math.floor(3 * u) - 1, // ties, and zeros
  (u) => (u < 0.99 ? 1e-300 * u : 1e12),
];
const logit = (u: number): number => Math.log(u / (1 - u)) / 1.8;

const plan = samplePlan({
  ...{ generations: 6, replicates: 397, cuts: [[100, 250, 397]] },
  cells: laws.map((_, law) => sampleCell(`law ${law}`)),
});

let state = 20_241_030;
/** In (0, 1): xorshift. */
function uniform(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return ((state >>> 0) + 0.5) / 2 ** 32;
}

/** Some chains have no loss at some generations; the other metric is undefined in every fifth chain. */
function fill({ metrics: [loss, other], count, from }: Segment, law: (typeof laws)[number]): void {
  for (let row = 0; row < (loss?.length ?? 0); row++) {
    const value = law(uniform(), from + Math.floor(row / count));
    if (loss && !Number.isNaN(loss[row])) loss[row] = value;
    if (other) other[row] = row % 5 === 0 ? Number.NaN : law(uniform(), 1);
  }
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-aggregates-"));
  const store = fileStore(join(folder, "store"));
  for (let cohort = 0; cohort < cohortCount(plan); cohort++) {
    const { cell } = cohortAt(plan, cohort);
    await advanceSample(store, plan, cohort, [2, 4], (segment) => fill(segment, laws[cell]!));
  }
  await publishDataset(store, plan, { metricsOf: () => metrics });
  await exportDataset(store, plan.sweepId, { kind: "parquet-dir", path: join(folder, "out") });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(python === undefined)("what cells says of a sweep with heavy tails", () => {
  it("is what NumPy and SciPy say of the rows", () => {
    const printed = execFileSync(python ?? "", [script, join(folder, "out")], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { compared, differences, ratios } = JSON.parse(printed) as {
      compared: number;
      differences: unknown[];
      ratios: [string, string, number, number][];
    };
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(1000);
    // Resampling 4,000 times knows a standard error to 1.1 %; with 397 chains the delta method is off by some 1/397 more.
    const light = ratios.filter(([cell]) => cell === plan.cells[3]?.id);
    expect(light).toHaveLength(10);
    for (const [, , , ratio] of light) expect(Math.abs(ratio - 1)).toBeLessThan(0.06);
  });
});
