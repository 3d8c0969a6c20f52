import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Cell } from "../../../src/core/cell.ts";
import { familyNamed } from "../../../src/core/families/registry.ts";
import { openCohort } from "../../../src/core/open.ts";
import { regimeNamed } from "../../../src/core/regimes/registry.ts";
import { advanceSegment } from "../../../src/core/segment.ts";
import { cohortSize } from "../../../src/spec/cohort-size.ts";
import type { About, Check, Measurement } from "../contestant.ts";
import type { Workload } from "../workloads/workload.ts";

/** Replicates of a cell, more than a cohort is wide. */
const replicates = 4096;
/** Long enough for the optimising compiler to have seen every path. */
const warmUpMs = 500;

const about: About = {
  detail:
    "cohorts opened and advanced as a compute thread does, every metric and status of every generation kept",
  node: process.versions.node,
  v8: process.versions.v8,
};

/** A workload under way. */
interface Course {
  readonly cell: Cell;
  /** Lanes of a cohort, as a plan cuts them. */
  readonly lanes: number;
  readonly generations: number;
  readonly metrics: number;
  /** Column of the metric that contestants are compared by. */
  readonly compared: number;
  /** The first replicate not yet done: no two measurements share a chain. */
  first: number;
}

const courses = new Map<string, Course>();

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as
    | { about: true }
    | { about?: never; workload: Workload; seconds: number };
  const reply = request.about ? about : measure(courseOf(request.workload), 1000 * request.seconds);
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

function courseOf(workload: Workload): Course {
  const known = courses.get(workload.name);
  if (known) return known;
  const { metrics, laneNumbers } = familyNamed(workload.family);
  const compared = metrics.findIndex(({ name }) => name === workload.compared);
  if (compared < 0)
    throw new Error(`The family ${workload.family} must have the metric ${workload.compared}.`);
  const cell = cellOf(workload);
  const course = {
    cell,
    lanes: cohortSize(replicates, laneNumbers?.(cell.parameters, cell.files) ?? 0),
    generations: workload.generations,
    metrics: metrics.length,
    compared,
    first: 0,
  };
  courses.set(workload.name, course);
  measure(course, warmUpMs);
  return course;
}

function cellOf({ family: name, regime, regimeParameters = {}, parameters, files = {} }: Workload): Cell {
  const family = familyNamed(name);
  const parsed = family.parse(parameters);
  const bytes = Object.fromEntries(Object.entries(files).map(([at, path]) => [at, readFileSync(path)]));
  return {
    id: "0123456789abcdef",
    key: [0x01234567, 0x89abcdef],
    family: name,
    parameters: family.withFiles?.({ parameters: parsed, files: bytes }) ?? parsed,
    regime,
    regimeParameters: regimeNamed(regime).parse(regimeParameters),
    files: bytes,
  };
}

/** Whole cohorts, one after the other, until the time is up. */
function measure(course: Course, milliseconds: number): Measurement {
  const { cell, lanes, generations, metrics, compared } = course;
  const last: Float64Array[] = [];
  // As a compute thread has it: kept from one segment to the next.
  const room = new Float64Array(metrics * generations * lanes);
  const cpu = process.cpuUsage();
  const begin = performance.now();
  do {
    const cohort = openCohort({ cell, first: course.first, count: lanes });
    const segment = advanceSegment(cohort, lanes, metrics, generations, () => true, room);
    last.push(segment.metrics[compared]?.slice(-lanes) ?? new Float64Array(0));
    course.first += lanes;
  } while (performance.now() - begin < milliseconds);
  const wall = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    work: last.length * lanes * generations,
    cpu: (user + system) / 1e6,
    wall,
    chains: lanes,
    check: moments(last),
  };
}

function moments(last: readonly Float64Array[]): Check {
  let [count, sum, squares] = [0, 0, 0];
  for (const value of last.flatMap((some) => [...some])) {
    count++;
    sum += value;
    squares += value ** 2;
  }
  return { count, sum, squares };
}
