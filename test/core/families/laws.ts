import { expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import { CorruptionError, ParameterError } from "../../../src/core/errors.ts";
import { filledParameters } from "../../../src/core/families/filled.ts";
import { familyNamed } from "../../../src/core/families/registry.ts";
import { openCohort } from "../../../src/core/open.ts";
import { cellOf, type Files, type Generation, type Raw, run, step } from "./chains.ts";

export interface Case {
  readonly parameters: Raw;
  readonly regime: string;
  readonly files?: Files;
}

const lanes = 8;
const generations = 6;

/** The laws of a family and its cohorts, written once; every family's test calls this with cells it must handle. */
export function obeysFamilyLaws(family: string, cases: readonly Case[]): void {
  it("fills in defaults once: what was parsed parses to itself", () => {
    for (const { parameters, regime, files } of cases) {
      const parsed = cellOf(family, parameters, regime, 42, {}, files).parameters;
      expect(familyNamed(family).parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
      const { parameters: infos, samples } = familyNamed(family);
      const filled = Object.keys(filledParameters({ family, parameters: parsed })).sort();
      const had = infos.filter(({ name, optional }) => !optional || name in parsed);
      expect(filled).toEqual(had.map(({ name }) => name).sort());
      expect(Object.keys(parsed)).toEqual(expect.arrayContaining(Object.keys(parameters)));
      expect(samples(parsed)).toBeGreaterThan(0);
    }
  });

  it("refuses a parameter that it does not have", () => {
    const parameters = { ...cases[0]!.parameters, no_such_parameter: 1 };
    expect(() => familyNamed(family).parse(parameters)).toThrow(ParameterError);
  });

  for (const { parameters, regime, files } of cases) {
    const title = `${regime} ${JSON.stringify(parameters)}`;
    const cell = cellOf(family, parameters, regime, 42, {}, files);

    it(`gives the same rows for the same cell, others for another: ${title}`, () => {
      expect(bits(run(cell, generations, lanes))).toEqual(bits(run(cell, generations, lanes)));
      const other = cellOf(family, parameters, regime, 43, {}, files);
      expect(bits(run(cell, generations, lanes))).not.toEqual(bits(run(other, generations, lanes)));
    });

    it(`gives the same rows however replicates are cut into cohorts: ${title}`, () => {
      const whole = run(cell, generations, lanes);
      const [left, right] = [run(cell, generations, 3), run(cell, generations, 5, 3)];
      expect(bits(left.map((one, g) => join(one, right[g]!)))).toEqual(bits(whole));
    });

    it(`goes on from a checkpoint of every generation, bit for bit [oracle 45]: ${title}`, () => {
      const whole = run(cell, generations, lanes);
      let saved = openCohort({ cell, first: 0, count: lanes }).save();
      for (let done = 0; done < generations; done++) {
        const cohort = openCohort({ cell, first: 0, count: lanes });
        cohort.restore(done, saved);
        expect(cohort.generation).toBe(done);
        expect(cohort.save()).toEqual(saved);
        expect(bits([step(cohort, family, lanes)])).toEqual(bits([whole[done]!]));
        saved = cohort.save();
      }
    });

    it(`refuses a checkpoint of another length: ${title}`, () => {
      const cohort = openCohort({ cell, first: 0, count: lanes });
      step(cohort, family, lanes);
      const saved = cohort.save();
      for (const wrong of [saved.slice(1), new Float64Array(saved.length + 1)])
        expect(() => openCohort({ cell, first: 0, count: lanes }).restore(1, wrong)).toThrow(CorruptionError);
    });

    it(`writes every metric, NaN only with a status or where the cell has no such metric: ${title}`, () => {
      const rows = run(cell, generations, lanes);
      for (const { name } of familyNamed(family).metrics) {
        const sound = rows.flatMap(({ metrics, status }) =>
          Array.from(metrics[name]!).filter((_, lane) => statuses[status[lane]!] === "ok"),
        );
        expect(sound).not.toContain(-777);
        const absent = sound.filter((value) => Number.isNaN(value)).length;
        expect([0, sound.length], name).toContain(absent);
        expect(
          sound.every((value) => Number.isNaN(value) || Number.isFinite(value)),
          name,
        ).toBe(true);
      }
    });
  }
}

function join(one: Generation, other: Generation): Generation {
  const metrics = Object.fromEntries(
    Object.entries(one.metrics).map(([name, values]) => [
      name,
      Float64Array.from([...values, ...other.metrics[name]!]),
    ]),
  );
  return { ...one, metrics, status: Uint8Array.from([...one.status, ...other.status]) };
}

/** Rows as bit patterns: NaN equals NaN, and 0 does not equal -0. */
function bits(rows: readonly Generation[]): unknown {
  return rows.map(({ metrics, status, facts }) => ({
    facts,
    status: Array.from(status),
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, values]) => [
        name,
        Array.from(new BigUint64Array(values.slice().buffer), (word) => word.toString(16)),
      ]),
    ),
  }));
}
