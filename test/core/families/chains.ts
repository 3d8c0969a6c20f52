import { expect } from "vitest";
import type { Cell, CohortSlice } from "../../../src/core/cell.ts";
import type { Cohort, TrainingFacts } from "../../../src/core/cohort.ts";
import { familyNamed } from "../../../src/core/families/registry.ts";
import { openCohort } from "../../../src/core/open.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { regimeNamed } from "../../../src/core/regimes/registry.ts";

export type Raw = Readonly<Record<string, unknown>>;

/** The bytes of files, by parameter. */
export type Files = Readonly<Record<string, string>>;

/** A cell with defaults filled in; the seed stands for the digest that a plan would make. */
export function cellOf(
  family: string,
  raw: Raw,
  regime: string,
  seed = 1,
  regimeRaw: Raw = {},
  texts?: Files,
): Cell {
  const { parse, withFiles } = familyNamed(family);
  const files = texts && filesOf(texts);
  const named = parse(raw);
  return {
    id: seed.toString(16).padStart(16, "0"),
    key: [seed, 0x9e3779b9],
    family,
    parameters: (files && withFiles?.({ parameters: named, files })) ?? named,
    regime,
    regimeParameters: regimeNamed(regime).parse(regimeRaw),
    ...(files && { files }),
  };
}

function filesOf(texts: Files): NonNullable<Cell["files"]> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, new TextEncoder().encode(text)]),
  );
}

export interface Generation {
  readonly metrics: Readonly<Record<string, Float64Array>>;
  readonly status: Uint8Array;
  readonly facts: TrainingFacts;
}

/** Advances a cohort once and returns its rows by name. */
export function step(cohort: Cohort, family: string, count: number): Generation {
  const { metrics } = familyNamed(family);
  const columns = metrics.map(() => new Float64Array(count).fill(-777));
  const status = new Uint8Array(count);
  const facts = cohort.advance({ metrics: columns, status });
  return { metrics: Object.fromEntries(metrics.map(({ name }, m) => [name, columns[m]!])), status, facts };
}

/** All generations of replicates [first, first + count) under a registered regime. */
export function run(cell: Cell, generations: number, count: number, first = 0): Generation[] {
  return follow(openCohort({ cell, first, count }), cell, generations, count);
}

/** The same under trainings of the test's own. */
export function runUnder(
  training: (generation: number) => Training,
  cell: Cell,
  generations: number,
  count: number,
): Generation[] {
  const slice: CohortSlice = { cell, first: 0, count };
  return follow(familyNamed(cell.family).cohort(slice, training), cell, generations, count);
}

function follow(cohort: Cohort, cell: Cell, generations: number, count: number): Generation[] {
  return Array.from({ length: generations }, () => step(cohort, cell.family, count));
}

export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  return Math.sqrt(
    Array.from(values).reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1),
  );
}

/** |mean - expected| <= 4 standard errors (false alarm 6e-5), and relative slack where a limit is compared. */
export function expectMean(
  values: ArrayLike<number>,
  expected: number,
  sd = deviation(values),
  slack = 0,
): void {
  const bound = 4 * (sd / Math.sqrt(values.length)) + slack * Math.abs(expected);
  const got = mean(values);
  expect(Math.abs(got - expected), `mean ${got}, expected ${expected} ± ${bound}`).toBeLessThanOrEqual(bound);
}

/** The two samples' distribution functions differ by no more than Kolmogorov and Smirnov allow at p = 1e-4. */
export function expectSameLaw(one: ArrayLike<number>, other: ArrayLike<number>): void {
  const [a, b] = [Float64Array.from(one).sort(), Float64Array.from(other).sort()];
  let [i, j, gap] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    if (a[i]! <= b[j]!) i++;
    else j++;
    gap = Math.max(gap, Math.abs(i / a.length - j / b.length));
  }
  const critical = Math.sqrt((Math.log(2 / 1e-4) / 2) * (1 / a.length + 1 / b.length));
  expect(gap, `largest gap ${gap}, allowed ${critical}`).toBeLessThanOrEqual(critical);
}
