import { expect, it } from "vitest";
import { defineSweep } from "../../src/spec/define.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { printSpec } from "../../src/spec/print.ts";
import { SpecError } from "../../src/spec/problems.ts";

const text = `# comment
replicates: 4
name: "123"
generations: 3
regime: {grid: [accumulate, replace]}
family: gaussian
where: "samples > 1"
parameters: {sd: {log: [0.1, 10, 3]}, samples: {range: [10, 30, 10]}, mean: {sobol: {from: 0, to: 1, count: 2}}}
zip: {dimension: [1, 2], divisor: [n, n-1]}
`;

it("prints a spec that reads back to the same plan", () => {
  const spec = parseSpec(text, "sweep.yaml");
  const printed = printSpec(spec);
  expect(planOf(parseSpec(printed, "spec.yaml"))).toEqual(planOf(spec));
  expect(printSpec(parseSpec(printed, "spec.yaml"))).toBe(printed);
});

it("says in TypeScript what a file says", () => {
  const spec = defineSweep({
    name: "123",
    generations: 3,
    replicates: 4,
    family: "gaussian",
    regime: { grid: ["accumulate", "replace"] },
    where: "samples > 1",
    parameters: {
      sd: { log: [0.1, 10, 3] },
      samples: { range: [10, 30, 10] },
      mean: { sobol: { from: 0, to: 1, count: 2 } },
    },
    zip: { dimension: [1, 2], divisor: ["n", "n-1"] },
  });
  expect(planOf(spec)).toEqual(planOf(parseSpec(text, "sweep.yaml")));
});

it("refuses in TypeScript what it refuses in a file, without a line", () => {
  const sweep = { name: "a", family: "gausian", regime: "replace", generations: 0, replicates: 4 };
  let thrown: unknown;
  try {
    defineSweep(sweep);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(SpecError);
  expect((thrown as SpecError).message).toMatchInlineSnapshot(`
    "defineSweep: generations must be a whole number from 1 to 10000000; got 0.
    defineSweep: family must be the name of a family; got "gausian". Did you mean "gaussian"?"
  `);
  expect((thrown as SpecError).problems[0]).toMatchObject({ line: 0, column: 0, path: "generations" });
});
