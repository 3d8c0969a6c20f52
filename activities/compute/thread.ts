import { createHash } from "node:crypto";
import { move, transferableSymbol, valueSymbol } from "piscina";
import type { CohortSlice } from "../../src/core/cell.ts";
import { familyNamed } from "../../src/core/families/registry.ts";
import { openCohort } from "../../src/core/open.ts";
import { advanceSegment, rowCount } from "../../src/core/segment.ts";
import { stopRule } from "../../src/core/stop.ts";
import { encodePart } from "../../src/storage/part.ts";
import { foldOutcomes, type Outcomes } from "../../src/storage/outcomes.ts";
import { type RowSums, rowSums } from "../../src/storage/row-sums.ts";
import { controls } from "./watch.ts";
import { standBack } from "./yielding.ts";

standBack();

/** Values of a segment held at once, at most: 24 MiB of doubles bounds a thread's memory whatever the sweep. */
const segmentValues = 3 * 2 ** 20;

/** Where this thread's segments are made: a segment is encoded before the next one begins. */
let room = new Float64Array(0);

/** What a compute thread is asked for: bytes and integers, so that it crosses threads cheaply. */
export interface SegmentTask {
  readonly slice: CohortSlice;
  /** Generations done, with the state after them; undefined at generation 0. */
  readonly generation: number;
  readonly state: Float64Array | undefined;
  readonly outcomes: Outcomes;
  /** The condition for a chain's end, where the spec has one. */
  readonly stopWhen: string | undefined;
  /** Generations to do at most, and milliseconds to aim at. */
  readonly limit: number;
  readonly budgetMs: number;
  /** Memory of an earlier part, which this one's bytes may be put in. */
  readonly room: ArrayBuffer | undefined;
  /** Shared with the pool, see `controls`. */
  readonly control: Int32Array;
}

export interface SegmentOutcome {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** The segment as Parquet, and its SHA-256 (hex). */
  readonly part: Uint8Array;
  readonly sha256: string;
  /** What its rows add to the dataset's digest. */
  readonly sums: RowSums;
  readonly state: Float64Array;
  readonly outcomes: Outcomes;
  /** Seconds this thread spent on kernels. */
  readonly computeSeconds: number;
}

/** An error as it crosses threads: structured cloning would lose its class name, which says whether to try again. */
export interface SegmentFailure {
  readonly failed: true;
  readonly name: string;
  readonly message: string;
}

/** Advances a cohort by one segment and encodes it. Touches: CPU only. */
export default function runSegment(task: SegmentTask): SegmentOutcome | SegmentFailure {
  try {
    return handedOver(segmentOf(task));
  } catch (error) {
    if (error instanceof Error) return { failed: true, name: error.name, message: error.message };
    throw error;
  }
}

function segmentOf(task: SegmentTask): SegmentOutcome {
  const { slice } = task;
  const measured = familyNamed(slice.cell.family).metrics;
  const metrics = measured.map((metric) => metric.name);
  const notEverywhere = new Set(
    measured.filter((metric) => metric.definedWhere).map((metric) => metric.name),
  );
  const cohort = openCohort(slice);
  if (task.state !== undefined) cohort.restore(task.generation, task.state);
  const fitting = Math.max(1, Math.floor(segmentValues / (slice.count * metrics.length)));
  const limit = Math.min(task.limit, fitting);
  if (room.length < metrics.length * limit * slice.count)
    room = new Float64Array(metrics.length * limit * slice.count);
  const begin = performance.now();
  Atomics.store(task.control, controls.generation, task.generation + 1);
  const segment = advanceSegment(
    cohort,
    slice.count,
    metrics.length,
    limit,
    (generation) => {
      Atomics.store(task.control, controls.generation, generation + 1);
      return performance.now() - begin < task.budgetMs && Atomics.load(task.control, controls.stop) === 0;
    },
    room,
    task.stopWhen === undefined
      ? undefined
      : { rule: stopRule(task.stopWhen, metrics), stoppedAt: task.outcomes.stoppedAt },
  );
  const computeSeconds = (performance.now() - begin) / 1000;
  const part = encodePart(slice, metrics, segment, notEverywhere, task.room);
  return {
    from: segment.from,
    to: segment.to,
    rows: rowCount(segment),
    part,
    sha256: createHash("sha256").update(part).digest("hex"),
    sums: rowSums(slice.first, segment),
    state: cohort.save(),
    outcomes: foldOutcomes(task.outcomes, segment),
    computeSeconds,
  };
}

/** The outcome as it leaves the thread: its bytes change hands instead of being copied. */
function handedOver(outcome: SegmentOutcome): SegmentOutcome {
  const marked = {
    [transferableSymbol]: [outcome.part.buffer, outcome.state.buffer],
    [valueSymbol]: outcome,
  };
  return move(marked) as unknown as SegmentOutcome;
}
