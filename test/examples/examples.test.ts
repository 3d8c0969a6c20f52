import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folderReader } from "../../src/cli/folder-reader.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { quickSpec } from "../../src/spec/quick.ts";

const folder = fileURLToPath(new URL("../../examples/", import.meta.url));
const examples = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".yaml"))
  .sort();

const spec = (path: string) => parseSpec(readFileSync(join(folder, path)), path);
const reader = (path: string) => folderReader(join(folder, dirname(path)));
const plan = (path: string) => planOf(spec(path), reader(path));

/** The quick variant's plan. */
function quickPlan(path: string): Plan {
  const quick = quickSpec(spec(path));
  if (quick === undefined) throw new Error(`${path} has no quick block`);
  return planOf(quick, reader(path));
}

const fits = ({ cells, replicates, generations }: Plan): number => cells.length * replicates * generations;

it("finds the sweeps that npm start runs", () => {
  expect(examples).toEqual(expect.arrayContaining(["gerstgrasser/figure-7.yaml", "kazdan/gaussian.yaml"]));
});

describe.each(examples)("%s", (path) => {
  it("plans", () => {
    expect(plan(path).cells.length).toBeGreaterThan(0);
  });

  it("says where it comes from, what to expect and how large it is", () => {
    const text = readFileSync(join(folder, path), "utf8");
    expect(text).toMatch(/arXiv:\d{4}\.\d{5}|Nature/);
    expect(text).toMatch(/^# Expect/m);
    const { cells, replicates } = plan(path);
    const [chains, count] = [cells.length * replicates, (n: number) => n.toLocaleString("en")];
    expect(text).toContain(
      `${count(cells.length)} ${cells.length === 1 ? "cell" : "cells"}, ${count(chains)} chains`,
    );
  });
});

describe.each(examples)("the quick variant of %s", (path) => {
  it("is a small part of it", () => {
    expect(fits(quickPlan(path))).toBeLessThan(500_000);
    expect(fits(quickPlan(path))).toBeLessThan(fits(plan(path)));
  });

  it("has a title, a claim and a source to show", () => {
    const { title, claim, source } = quickPlan(path).report;
    expect(title).toBeTruthy();
    expect(claim).toMatch(/\.$/);
    expect(source).toMatch(/^[A-Z].* 20\d\d, /);
  });
});

it("keeps the ids of sweeps that people have run, whatever is said beside their numbers", () => {
  expect(plan("gerstgrasser/figure-7.yaml").sweepId).toBe("gerstgrasser-figure-7-4a1c3dd7cf");
  expect(plan("kazdan/gaussian.yaml").sweepId).toBe("kazdan-gaussian-4f54d84ed2");
});

it("gives every example a name of its own", () => {
  const names = examples.map((path) => plan(path).name);
  expect(new Set(names).size).toBe(names.length);
});

it("crosses every axis of Figure 7", () => {
  const { cells, replicates, generations } = plan("gerstgrasser/figure-7.yaml");
  expect(cells.map(({ regime, parameters }) => `${regime} ${String(parameters["samples"])}`).sort()).toEqual(
    ["replace", "accumulate", "accumulate-subsample"]
      .flatMap((regime) => [32, 100, 316].map((samples) => `${regime} ${samples}`))
      .sort(),
  );
  expect([replicates, generations]).toEqual([200, 100]);
});

it("crosses both divisors with every regime, size and dimension of the Gaussian", () => {
  const { cells } = plan("kazdan/gaussian.yaml");
  const points = cells.map(({ regime, parameters: { samples, dimension, divisor } }) =>
    [regime, samples, dimension, divisor].join(" "),
  );
  expect(new Set(points).size).toBe(2 * 3 * 4 * 2);
});
