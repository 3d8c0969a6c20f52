import { describe, expect, it } from "vitest";
import { parseSpec } from "../../src/spec/parse.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { SpecError } from "../../src/spec/problems.ts";
import { quickSpec } from "../../src/spec/quick.ts";
import { sweepText, withParameters } from "./sweep-text.ts";

const full = (text: string): Plan => planOf(parseSpec(text, "sweep.yaml"));

function quick(text: string): Plan {
  const spec = quickSpec(parseSpec(text, "sweep.yaml"));
  if (spec === undefined) throw new Error("there is no quick block");
  return planOf(spec);
}

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return "";
}

const samples = "samples: {grid: [10, 100]}, dimension: {grid: [1, 3]}";

describe("the quick variant of a spec", () => {
  it("is a sweep of its own, and leaves the other's id and cells as they are", () => {
    const without = withParameters(samples);
    const text = `${without}quick: {replicates: 2, generations: 1, regime: accumulate, parameters: {samples: 20}}\n`;
    expect(full(text)).toEqual(full(without));
    const { sweepId, name, replicates, generations, cells } = quick(text);
    expect({ name, replicates, generations }).toEqual({ name: "a-quick", replicates: 2, generations: 1 });
    expect(sweepId).toMatch(/^a-quick-[0-9a-f]{10}$/);
    expect(
      cells.map(({ parameters, regime }) => [parameters["samples"], parameters["dimension"], regime]),
    ).toEqual([
      [20, 1, "accumulate"],
      [20, 3, "accumulate"],
    ]);
  });

  it("is the sweep that says the same without a block", () => {
    const text = `${withParameters(samples)}quick: {replicates: 2, where: samples < 50}\n`;
    const same = withParameters(samples, { name: "a-quick", replicates: "2", where: "samples < 50" });
    expect(quick(text)).toEqual(full(same));
    expect(quick(text).cells[0]).toEqual(full(text).cells[0]);
  });

  it("is not there where the spec has no block", () => {
    expect(quickSpec(parseSpec(sweepText(), "sweep.yaml"))).toBeUndefined();
  });

  it.each([
    [
      "form",
      "{replicate: 2, generations: 0}",
      [
        'sweep.yaml:7:9: quick.replicate must be a known key; got "replicate". Did you mean "replicates"?',
        "sweep.yaml:7:36: quick.generations must be a whole number from 1 to 10000000; got 0.",
      ],
    ],
    [
      "values and names",
      "{parameters: {samples: {grid: [10, 1]}, smaples: 3}, regime: {name: replce}, where: samples > dimensoin}",
      [
        "sweep.yaml:7:43: quick.parameters.samples.grid[1] must be a whole number from 2 to 2147483648; got 1.",
        'sweep.yaml:7:48: quick.parameters.smaples must be a parameter of Gaussian; got "smaples". Did you mean "samples"?',
        'sweep.yaml:7:76: quick.regime.name must be the name of a regime; got "replce". Did you mean "replace"?',
        'sweep.yaml:7:102: quick.where (character 11) must have names of parameters, family or regime; got dimensoin. Did you mean "dimension"?',
      ],
    ],
    [
      "a parameter with two values",
      "{zip: {samples: [10, 20]}}",
      [
        'sweep.yaml:7:15: quick.zip.samples must be absent here or under parameters; got "samples". It has two values.',
      ],
    ],
  ])("is checked whole and says where a mistake stands: %s", (_, block, lines) => {
    const text = `${sweepText()}quick: ${block}\n`;
    expect(refusal(() => parseSpec(text, "sweep.yaml")).split("\n")).toEqual(lines);
  });

  it("says where a mistake stands that only the cells show", () => {
    const text = `${withParameters("samples: {grid: [10, 20]}", { where: "samples > 10" })}quick: {parameters: {samples: 5}}\n`;
    expect(full(text).cells).toHaveLength(1);
    expect(refusal(() => quick(text))).toMatchInlineSnapshot(
      `"sweep.yaml:7:8: where must keep at least one cell; got none of 1."`,
    );
  });

  it("tells a mistake that both variants have once", () => {
    const text = `${sweepText({ regime: "replce" })}quick: {replicates: 2}\n`;
    expect(refusal(() => parseSpec(text, "sweep.yaml"))).toMatchInlineSnapshot(
      `"sweep.yaml:4:9: regime must be the name of a regime; got "replce". Did you mean "replace"?"`,
    );
  });

  it("needs a name with room for its ending", () => {
    const text = `${sweepText({ name: "a".repeat(59) })}quick: {replicates: 2}\n`;
    expect(refusal(() => parseSpec(text, "sweep.yaml"))).toMatchInlineSnapshot(
      `"sweep.yaml:1:7: name must be at most 58 characters in a spec with a quick block, whose name ends in -quick; got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"."`,
    );
  });
});

it("keeps words of a report out of the digest", () => {
  const words = `{title: "  Spread  ", claim: It dies out., source: "A, 2024"}`;
  const told = full(`${sweepText()}report: ${words}\n`);
  expect(told.specDigest).toBe(full(sweepText()).specDigest);
  expect(told.report).toEqual({
    against: "theory",
    title: "Spread",
    claim: "It dies out.",
    source: "A, 2024",
  });
});
