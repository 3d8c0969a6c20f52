import { createHash } from "node:crypto";
import type { Cell, CohortSlice } from "../../src/core/cell.ts";
import type { Segment } from "../../src/core/segment.ts";
import { numericsVersion } from "../../src/core/version.ts";
import { equalCuts } from "../../src/spec/cohorts.ts";
import type { Plan } from "../../src/spec/plan.ts";

/** Lanes of a cohort, as a plan cuts them, and generations of a chain. */
export const lanes = 256;
export const generations = 100;

const cells = 40;
const regimes = ["replace", "accumulate", "accumulate-subsample"];

export function metricNames(metrics: number): string[] {
  return Array.from({ length: metrics }, (_, index) => `metric_${index}`);
}

/** A sweep of about so many rows whose chains nobody has to compute. */
export function tablePlan(rows: number): Plan {
  const replicates = Math.max(1, Math.round(rows / cells / generations));
  return {
    format: 1,
    numericsVersion,
    sweepId: "bench-0000000000",
    revision: 1,
    name: "bench",
    specDigest: "0".repeat(64),
    seed: 0,
    generations,
    replicates,
    cells: Array.from({ length: cells }, (_, index) => cellOf(index)),
    axes: ["samples"],
    cuts: [equalCuts([replicates], lanes)],
    queue: "cpu",
    report: { against: "none" },
  };
}

function cellOf(index: number): Cell {
  const id = createHash("sha256").update(`cell ${index}`).digest("hex").slice(0, 16);
  const regime = regimes[index % regimes.length] ?? "";
  return {
    ...{ id, key: [0, index], family: "bench", parameters: { samples: 10 + index } },
    ...{ regime, regimeParameters: {} },
  };
}

/** A segment of all generations: normal numbers, positive ones, and every fourth metric a count below 100. */
export function tableSegment({ cell, count, first }: CohortSlice, metrics: number): Segment {
  const rows = count * generations;
  let state = (Number.parseInt(cell.id.slice(0, 8), 16) ^ Math.imul(first + 1, 2654435761)) | 1;
  const uniform = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const value = (kind: number): number => {
    if (kind === 3) return Math.floor(100 * uniform());
    return kind === 2 ? Math.exp(normal()) : normal();
  };
  return {
    ...{ from: 1, to: generations, count },
    metrics: metricNames(metrics).map((_, metric) =>
      Float64Array.from({ length: rows }, () => value(metric % 4)),
    ),
    status: new Uint8Array(rows),
    trainingSize: new Float64Array(generations).fill(100),
    realShare: Float64Array.from({ length: generations }, (_, g) => 1 / (g + 1)),
  };
}
