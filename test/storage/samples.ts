import { createHash } from "node:crypto";
import type { Cell, CohortSlice } from "../../src/core/cell.ts";
import type { Segment } from "../../src/core/segment.ts";
import { numericsVersion } from "../../src/core/version.ts";
import type { Plan } from "../../src/spec/plan.ts";
import type { Checkpoint } from "../../src/storage/checkpoint.ts";
import { commitSegment, newestCheckpoint } from "../../src/storage/checkpoints.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { foldOutcomes, noOutcomes } from "../../src/storage/outcomes.ts";
import { encodePart } from "../../src/storage/part.ts";
import { rowSums } from "../../src/storage/row-sums.ts";
import type { OwnCommits } from "../../src/storage/own-commits.ts";
import type { Store } from "../../src/storage/store.ts";

export const metrics: readonly string[] = ["loss", "status"];

/** Metrics that may be NaN in a chain that is well. */
const notEverywhere: ReadonlySet<string> = new Set(["status"]);

/** A cell of a family that never was; its name tells it apart. */
export function sampleCell(name: string, more: Partial<Cell> = {}): Cell {
  const id = createHash("sha256").update(name).digest("hex").slice(0, 16);
  return {
    id,
    key: [1, 2],
    family: "coin",
    parameters: { samples: 10, name },
    regime: "replace",
    regimeParameters: {},
    ...more,
  };
}

export function samplePlan(more: Partial<Plan> = {}): Plan {
  return {
    format: 1,
    numericsVersion,
    sweepId: "sample-0123456789",
    name: "sample",
    specDigest: "d".repeat(64),
    seed: 1,
    generations: 8,
    replicates: 5,
    cells: [sampleCell("a"), sampleCell("b"), sampleCell("c", { regime: "accumulate" })],
    axes: ["name"],
    revision: 1,
    cuts: [[2, 4, 5]],
    queue: "cpu",
    report: { against: "theory" },
    ...more,
  };
}

/** What a metric is: a pure function of where it stands, with values that are hard to keep. */
export function sampleValue(cellId: string, replicate: number, generation: number, metric: number): number {
  const place = (replicate * 7 + generation * 3 + metric) % 23;
  const hard = [
    -0,
    5e-324,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    1.7976931348623157e308,
    0.1 + 0.2,
  ];
  return hard[place] ?? Number.parseInt(cellId.slice(0, 6), 16) / (replicate + 2) / (generation + metric + 1);
}

/** Replicate 1 is absorbed at generation 4, and has no loss from then on. */
export function sampleSegment(slice: CohortSlice, from: number, to: number): Segment {
  const rows = (to - from + 1) * slice.count;
  const columns = metrics.map(() => new Float64Array(rows));
  const status = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const generation = from + Math.floor(row / slice.count);
    const replicate = slice.first + (row % slice.count);
    status[row] = replicate === 1 && generation >= 4 ? 1 : 0;
    for (const [metric, column] of columns.entries())
      column[row] =
        status[row] && metric === 0 ? Number.NaN : sampleValue(slice.cell.id, replicate, generation, metric);
  }
  const sizes = Float64Array.from({ length: to - from + 1 }, (_, i) => 10 * (from + i));
  return {
    from,
    to,
    count: slice.count,
    metrics: columns,
    status,
    trainingSize: sizes,
    realShare: sizes.map((size) => 10 / size),
  };
}

/**
 * Advances a cohort from its newest checkpoint by segments of the given lengths.
 *
 * @param known metrics of the version that computes it
 */
export async function advanceSample(
  store: Store,
  plan: Plan,
  cohort: number,
  lengths: readonly number[],
  change: (segment: Segment) => void = () => {},
  known: readonly string[] = metrics,
  own?: OwnCommits,
): Promise<Checkpoint | undefined> {
  const identity = cohortIdentity(plan, cohort);
  let at = await newestCheckpoint(store, identity);
  for (const length of lengths) {
    const from = (at?.generation ?? 0) + 1;
    const whole = sampleSegment(identity.slice, from, from + length - 1);
    const columns = whole.metrics.filter((_, metric) => known.includes(metrics[metric] ?? ""));
    const segment = { ...whole, metrics: columns };
    change(segment);
    const part = encodePart(identity.slice, known, segment, notEverywhere);
    const commit = {
      from,
      to: segment.to,
      rows: segment.status.length,
      part,
      sha256: createHash("sha256").update(part).digest("hex"),
      sums: rowSums(identity.slice.first, segment),
      state: Float64Array.of(segment.to, -0, Number.NaN),
      outcomes: foldOutcomes(at?.outcomes ?? noOutcomes(identity.slice.count), segment),
      computeSeconds: 0.5,
      attempts: 1,
      packageVersion: "1.2.3",
    };
    at = await commitSegment(store, identity, at, commit, own);
  }
  return at;
}
