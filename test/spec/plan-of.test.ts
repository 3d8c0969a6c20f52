import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseSpec } from "../../src/spec/parse.ts";
import { cohortCount } from "../../src/spec/cohorts.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { SpecError } from "../../src/spec/problems.ts";
import { sweepText, withParameters } from "./sweep-text.ts";

const plan = (text: string): Plan => planOf(parseSpec(text, "sweep.yaml"));
const column = (text: string, name: string): unknown[] =>
  plan(text).cells.map((cell) => cell.parameters[name]);
const pairs = (text: string): unknown[] =>
  plan(text).cells.map(({ parameters }) => [parameters["samples"], parameters["dimension"]]);

const published = `
    name: pi-squared-over-six
    seed: 20241030
    family: linear-regression
    parameters: { samples: { grid: [32, 100, 316] }, dimension: 10, noise: 1, design: fixed }
    regime: { grid: [replace, accumulate, accumulate-subsample] }
    generations: 100
    replicates: 400
    report: { metrics: [test_error], against: theory }
`;

describe("a plan", () => {
  it("is what the published example says", () => {
    const { cells, ...rest } = plan(published);
    expect(rest).toMatchObject({
      format: 1,
      name: "pi-squared-over-six",
      seed: 20241030,
      generations: 100,
      replicates: 400,
      axes: ["samples", "regime"],
      revision: 1,
      cuts: [[256, 400]],
      queue: "cpu",
      report: { metrics: ["test_error"], against: "theory" },
    });
    expect(rest.sweepId).toBe(`pi-squared-over-six-${rest.specDigest.slice(0, 10)}`);
    expect(cohortCount({ cells, ...rest })).toBe(18);
    expect(cells.map(({ parameters, regime }) => `${Number(parameters["samples"])} ${regime}`)).toEqual(
      [32, 100, 316].flatMap((n) =>
        ["replace", "accumulate", "accumulate-subsample"].map((regime) => `${n} ${regime}`),
      ),
    );
    expect(cells[0]?.parameters).toMatchObject({ dimension: 10, noise: 1, design: "fixed", signal: 1 });
    expect(JSON.parse(JSON.stringify({ cells, ...rest }))).toEqual({ cells, ...rest });
  });

  it("needs little", () => {
    const { cells, axes, cuts, queue, report, checkpointEvery, seed } = plan(sweepText());
    expect(cells).toHaveLength(1);
    expect({ axes, cuts, queue, report, checkpointEvery, seed }).toEqual({
      axes: [],
      cuts: [[4]],
      queue: "cpu",
      report: { against: "theory" },
      checkpointEvery: undefined,
      seed: 0,
    });
  });

  it("reads JSON and CRLF as it reads YAML", () => {
    const json =
      '{"replicates": 4, "generations": 3, "regime": "replace",\n\t"parameters": {"samples": 10}, "family": "gaussian", "name": "a"}';
    expect(plan(json)).toEqual(plan(sweepText()));
    expect(plan(`\uFEFF${sweepText().replaceAll("\n", "\r\n")}`)).toEqual(plan(sweepText()));
    expect(planOf(parseSpec(new TextEncoder().encode(sweepText()), "x"))).toEqual(plan(sweepText()));
  });

  it("takes queue, checkpoint and report", () => {
    const text = sweepText({ queue: "gpu", checkpoint: "{every: 10}", report: "{against: none}" });
    expect(plan(text)).toMatchObject({ queue: "gpu", checkpointEvery: 10, report: { against: "none" } });
  });
});

describe("a grid", () => {
  it("moves its last axis fastest, in the order that the parameters are written", () => {
    expect(pairs(withParameters("samples: {grid: [10, 20]}, dimension: {grid: [1, 2]}"))).toEqual([
      [10, 1],
      [10, 2],
      [20, 1],
      [20, 2],
    ]);
    expect(pairs(withParameters("dimension: {grid: [1, 2]}, samples: {grid: [10, 20]}"))).toEqual([
      [10, 1],
      [20, 1],
      [10, 2],
      [20, 2],
    ]);
  });

  it("pairs what zip pairs, beside the other axes", () => {
    const zip = "{samples: [10, 20], dimension: [1, 2]}";
    expect(pairs(withParameters("", { zip }))).toEqual([
      [10, 1],
      [20, 2],
    ]);
    const both = plan(withParameters("sd: {grid: [1, 2]}", { zip }));
    expect(both.axes).toEqual(["sd", "samples", "dimension"]);
    expect(both.cells).toHaveLength(4);
  });

  it("keeps what where keeps", () => {
    const grid = "samples: {range: [2, 9, 1]}, dimension: {grid: [1, 4]}";
    expect(plan(withParameters(grid, { where: "samples > dimension + 1" })).cells).toHaveLength(7 + 4);
    expect(
      plan(withParameters(grid, { where: "[samples > dimension + 1, samples % 2 == 0]" })).cells,
    ).toHaveLength(3 + 2);
    expect(plan(withParameters(grid, { where: "bias == 1 and regime == 'replace'" })).cells).toHaveLength(16);
    expect(
      plan(sweepText({ regime: "{grid: [replace, accumulate]}", where: "regime != 'replace'" })).cells,
    ).toHaveLength(1);
  });

  it("runs over families that take the same parameters", () => {
    const text = withParameters("samples: 20, dimension: 2", {
      family: "{grid: [gaussian, linear-regression]}",
    });
    expect(plan(text).cells.map(({ family }) => family)).toEqual(["gaussian", "linear-regression"]);
  });

  it("moves all sobol axes together, and a longer one begins as a shorter one", () => {
    const text = (count: number): string =>
      withParameters(
        `samples: {sobol: {from: 10, to: 1000, count: ${count}, scale: log}}, sd: {sobol: {from: 1, to: 2, count: ${count}}}`,
      );
    const long = plan(text(64));
    expect(long.cells).toHaveLength(64);
    expect(long.axes).toEqual(["samples", "sd"]);
    expect(plan(text(16)).cells).toEqual(long.cells.slice(0, 16));
    for (const { parameters } of long.cells) {
      expect(parameters["samples"]).toSatisfy((n: number) => Number.isInteger(n) && n >= 10 && n <= 1000);
      expect(parameters["sd"]).toSatisfy((sd: number) => sd > 1 && sd < 2);
    }
    // One of the first 16 in each sixteenth of the way: even, not merely random.
    const shares = column(text(16), "sd").map((sd) => Math.floor(((sd as number) - 1) * 16));
    expect(new Set(shares).size).toBe(16);
    expect(column(`${text(16)}seed: 1\n`, "sd")).not.toEqual(column(text(16), "sd"));
  });
});

describe("the identity of a cell", () => {
  it("is made of seed, family, parameters and regime", () => {
    const [cell] = plan(sweepText()).cells;
    const text =
      '{"family":"gaussian","parameters":{"bias":1,"dimension":1,"divisor":"n-1","mean":0,"samples":10,"sd":1},"regime":"replace","regimeParameters":{},"seed":0}';
    const digest = createHash("sha256").update(text).digest();
    expect(cell?.id).toBe(digest.toString("hex").slice(0, 16));
    expect(cell?.key).toEqual([digest.readUInt32BE(8), digest.readUInt32BE(12)]);
  });

  it("is not made of name, generations, replicates, the rest of the grid, or defaults written out", () => {
    const id = plan(sweepText()).cells[0]?.id;
    for (const text of [
      sweepText({ name: "b", generations: "7", replicates: "9", queue: "gpu", checkpoint: "{every: 1}" }),
      withParameters("samples: {grid: [10, 20]}"),
      withParameters("samples: 10, dimension: 1, mean: -0, sd: 1.0, divisor: n-1, bias: 1"),
      sweepText({ regime: "{name: replace}" }),
    ])
      expect(plan(text).cells[0]?.id).toBe(id);
    for (const text of [
      sweepText({ seed: "1" }),
      withParameters("samples: 11"),
      sweepText({ regime: "accumulate" }),
      withParameters("samples: 10, mean: 1"),
    ])
      expect(plan(text).cells[0]?.id).not.toBe(id);
  });
});

describe("values that only some of the others forbid", () => {
  const parameters =
    "samples: {grid: [10, 20]}, distribution: {grid: [zipf, weights]}, weights: {grid: [[1, 2], [3, -4]]}";
  const refusal = (text: string): string => {
    try {
      plan(text);
    } catch (error) {
      if (error instanceof SpecError) return error.message;
    }
    return "";
  };

  it("are reported once each, where they stand, and not once a cell", () => {
    const good = parameters.replace("-4", "4").replace("zipf, weights", "weights, zipf");
    expect(refusal(withParameters(good, { family: "discrete" }))).toMatchInlineSnapshot(`
      "sweep.yaml:3:97: parameters.weights.grid[0] must be left out unless distribution is weights; got [1,2].
      sweep.yaml:3:105: parameters.weights.grid[1] must be left out unless distribution is weights; got [3,4]."
    `);
  });

  it("do not hide a value that all of the others forbid, nor the other way round", () => {
    const where = "distribution == 'weights'";
    expect(refusal(withParameters(parameters, { family: "discrete", where }))).toMatchInlineSnapshot(
      `"sweep.yaml:3:109: parameters.weights.grid[1][1] must be 0, or from 1e-100 to 1e100; got -4."`,
    );
  });

  it("are fine where their cells are excluded", () => {
    const where = "distribution == 'weights'";
    const text = withParameters(parameters.replace("-4", "4"), { family: "discrete", where });
    expect(plan(text).cells).toHaveLength(4);
  });

  it("are looked for behind a default that does not fit", () => {
    expect(refusal(withParameters("samples: 10", { family: "discrete" }))).toMatchInlineSnapshot(
      `"sweep.yaml:3:13: parameters.symbols must be a whole number from 2 to 10000000; got 0."`,
    );
  });
});

describe("the digest of a spec", () => {
  const digest = (text: string): string => plan(text).specDigest;

  it("does not depend on comments, layout, the order of keys or defaults written out", () => {
    const other = `# a comment
replicates: 4 # four
generations: 3
regime: "replace"
seed: 0
queue: cpu
report:
  against: theory
parameters:
  samples: 1e1
family: gaussian
name: a
`;
    expect(digest(other)).toBe(digest(sweepText()));
    expect(digest(sweepText({ where: "samples > 1" }))).toBe(digest(sweepText({ where: "[samples > 1]" })));
  });

  it("depends on what is said", () => {
    const texts = [
      sweepText(),
      sweepText({ name: "b" }),
      sweepText({ replicates: "5" }),
      sweepText({ generations: "4" }),
      sweepText({ queue: "gpu" }),
      sweepText({ where: "samples > 1" }),
      withParameters("samples: 10, sd: 1"),
    ];
    expect(new Set(texts.map(digest)).size).toBe(texts.length);
  });
});
