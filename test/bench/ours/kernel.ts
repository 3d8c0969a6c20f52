import { createInterface } from "node:readline";
import type { Cell } from "../../../src/core/cell.ts";
import { familyNamed } from "../../../src/core/families/registry.ts";
import { openCohort } from "../../../src/core/open.ts";
import { regimeNamed } from "../../../src/core/regimes/registry.ts";
import { advanceSegment } from "../../../src/core/segment.ts";
import type { About, Check, Measurement } from "../contestant.ts";
import type { Workload } from "../workloads.ts";

/** Lanes of a cohort, as a plan cuts them. */
const lanes = 256;
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
  readonly generations: number;
  readonly metrics: number;
  /** Column of the squared error. */
  readonly error: number;
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
  const { metrics } = familyNamed(workload.family);
  const error = metrics.findIndex(({ name }) => name === workload.error);
  if (error < 0) throw new Error(`The family ${workload.family} must have the metric ${workload.error}.`);
  const course = {
    cell: cellOf(workload),
    generations: workload.generations,
    metrics: metrics.length,
    error,
    first: 0,
  };
  courses.set(workload.name, course);
  measure(course, warmUpMs);
  return course;
}

function cellOf({ family, regime, parameters }: Workload): Cell {
  return {
    id: "0123456789abcdef",
    key: [0x01234567, 0x89abcdef],
    family,
    parameters: familyNamed(family).parse(parameters),
    regime,
    regimeParameters: regimeNamed(regime).parse({}),
  };
}

/** Whole cohorts, one after the other, until the time is up. */
function measure(course: Course, milliseconds: number): Measurement {
  const { cell, generations, metrics, error } = course;
  const errors: Float64Array[] = [];
  // As a compute thread has it: kept from one segment to the next.
  const room = new Float64Array(metrics * generations * lanes);
  const cpu = process.cpuUsage();
  const begin = performance.now();
  do {
    const cohort = openCohort({ cell, first: course.first, count: lanes });
    const segment = advanceSegment(cohort, lanes, metrics, generations, () => true, room);
    errors.push(segment.metrics[error]?.slice(-lanes) ?? new Float64Array(0));
    course.first += lanes;
  } while (performance.now() - begin < milliseconds);
  const wall = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    work: errors.length * lanes * generations,
    cpu: (user + system) / 1e6,
    wall,
    chains: lanes,
    check: moments(errors),
  };
}

function moments(errors: readonly Float64Array[]): Check {
  let [count, sum, squares] = [0, 0, 0];
  for (const value of errors.flatMap((some) => [...some])) {
    count++;
    sum += value;
    squares += value ** 2;
  }
  return { count, sum, squares };
}
