import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { SpecError } from "../../src/spec/problems.ts";
import { sweepText } from "./sweep-text.ts";

const seed = 20241030;

/** Parses and expands; anything but a plan or a SpecError is a defect. */
function tried(input: string | Uint8Array): "plan" | "refused" {
  try {
    planOf(parseSpec(input, "sweep.yaml"));
    return "plan";
  } catch (error) {
    if (!(error instanceof SpecError) || error.problems.length === 0) throw error;
    for (const { line, column } of error.problems) if (!(line >= 1 && column >= 1)) throw error;
    return "refused";
  }
}

const words = fc.constantFrom(
  "name",
  "a",
  "family",
  "gaussian",
  "parameters",
  "samples",
  "10",
  "grid",
  "range",
  "log",
  "sobol",
  "zip",
  "where",
  "regime",
  "replace",
  "generations",
  "replicates",
  "seed",
  ":",
  ": ",
  "- ",
  "[",
  "]",
  "{",
  "}",
  ", ",
  "\n",
  "\n  ",
  "'",
  '"',
  "&a ",
  "*a",
  "!t ",
  "#",
  "|",
  ">",
  "---\n",
  "? ",
  "<<",
  "\t",
  "-1",
  ".nan",
  "1e400",
  "0x1F",
  "null",
  "~",
  "__proto__",
  "%",
  "\\",
  "é",
);

/** Grids, values and rubbish, where a spec has a value. */
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    fc.integer({ min: -3, max: 40 }),
    fc.double(),
    fc.constantFrom(
      "gaussian",
      "replace",
      "accumulate",
      "linear-regression",
      "samples > 3",
      "n",
      "x",
      null,
      true,
      "",
      "cpu",
    ),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom(
        "grid",
        "range",
        "log",
        "sobol",
        "name",
        "from",
        "to",
        "count",
        "scale",
        "every",
        "samples",
        "sd",
        "dimension",
        "constructor",
        "metrics",
      ),
      tie("any"),
      { maxKeys: 3 },
    ),
  ),
}))["any"];

const field = fc.constantFrom(
  "name",
  "seed",
  "family",
  "parameters",
  "zip",
  "where",
  "regime",
  "generations",
  "replicates",
  "checkpoint",
  "queue",
  "report",
  "toString",
);
const base = {
  name: "a",
  family: "gaussian",
  parameters: { samples: 10 },
  regime: "replace",
  generations: 3,
  replicates: 4,
};

describe("whatever it is given, a spec is a plan or a list of mistakes", () => {
  it("for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => void tried(text)),
      { seed, numRuns: 10_000 },
    );
  });

  it("for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void tried(bytes)),
      { seed, numRuns: 2_000 },
    );
  });

  it("for pieces of specs in any order", () => {
    const text = fc.array(words, { maxLength: 40 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, fc.boolean(), (pieces, after) => void tried(after ? sweepText() + pieces : pieces)),
      { seed, numRuns: 10_000 },
    );
  });

  it("for specs with any values in their fields", () => {
    let plans = 0;
    const changed = fc.dictionary(field, value, { maxKeys: 3 });
    fc.assert(
      fc.property(changed, (changes) => {
        if (tried(stringify({ ...base, ...changes })) === "plan") plans++;
      }),
      { seed, numRuns: 10_000 },
    );
    expect(plans).toBeGreaterThan(100); // not all of them rubbish
  });
});

describe("a grid", () => {
  const axis = (least: number): fc.Arbitrary<readonly number[]> =>
    fc.uniqueArray(fc.integer({ min: least, max: 60 }), { minLength: 1, maxLength: 5 });
  const regimes = fc.uniqueArray(fc.constantFrom("replace", "accumulate", "accumulate-subsample"), {
    minLength: 1,
  });

  it("has the product of its axes as cells, less those that where excludes", () => {
    fc.assert(
      fc.property(
        axis(2),
        axis(1),
        axis(1),
        regimes,
        fc.integer({ min: 0, max: 3 }),
        (samples, dimension, sd, regime, margin) => {
          const parameters = { samples: { grid: samples }, dimension: { grid: dimension }, sd: { grid: sd } };
          const spec = { ...base, parameters, regime: { grid: regime } };
          const all = planOf(parseSpec(stringify(spec), "s")).cells;
          expect(all).toHaveLength(samples.length * dimension.length * sd.length * regime.length);
          expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
          const expected = all.filter(
            ({ parameters: p }) => Number(p["samples"]) > Number(p["dimension"]) + margin,
          );
          fc.pre(expected.length > 0);
          const kept = planOf(
            parseSpec(stringify({ ...spec, where: `samples > dimension + ${margin}` }), "s"),
          ).cells;
          expect(kept).toEqual(expected);
        },
      ),
      { seed },
    );
  });

  it("keeps every identity when keys are shuffled and comments added", () => {
    const parameters = {
      samples: { grid: [10, 20] },
      dimension: 2,
      sd: { sobol: { from: 1, to: 2, count: 3 } },
      mean: { sobol: { from: 0, to: 1, count: 3 } },
    };
    const spec = { ...base, parameters, seed: 7 };
    const expected = planOf(parseSpec(stringify(spec), "s"));
    const shuffled = <T extends object>(object: T): fc.Arbitrary<object> =>
      fc
        .shuffledSubarray(Object.entries(object), { minLength: Object.keys(object).length })
        .map(Object.fromEntries);
    fc.assert(
      fc.property(shuffled(spec), shuffled(parameters), (fields, inner) => {
        const text = stringify({ ...fields, parameters: inner }).replaceAll("\n", " # why\n\n");
        const plan = planOf(parseSpec(text, "s"));
        expect([plan.specDigest, plan.sweepId]).toEqual([expected.specDigest, expected.sweepId]);
        expect(plan.cells.map(({ id }) => id).sort()).toEqual(expected.cells.map(({ id }) => id).sort());
      }),
      { seed },
    );
  });
});
