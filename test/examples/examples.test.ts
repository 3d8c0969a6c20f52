import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";

const folder = fileURLToPath(new URL("../../examples/", import.meta.url));
const examples = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".yaml"))
  .sort();

const plan = (path: string) => planOf(parseSpec(readFileSync(join(folder, path)), path));

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
    expect(text).toContain(`${count(cells.length)} cells, ${count(chains)} chains`);
  });
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
