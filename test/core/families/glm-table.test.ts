import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import { familyNamed } from "../../../src/core/families/registry.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, expectMean, type Raw, run, runUnder } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
const oracle = JSON.parse(read("../../oracles/tables.json")) as {
  fits: { file: string; target: string; features: string; rows: number; norm: number; log_loss: number }[];
};

const logistic = "logistic-regression";
const small = `x,y,held,z,count
0.5,1,0,1,2
-1,0,0,2,0
2,1,0,0,3
0.1,0,0,1,1
-0.4,1,1,0,1
1.5,0,0,2,4
-2,0,0,1,0
0.7,1,0,3,2
-0.2,1,0,-1,0
3,0,1,1,5
`;

function cell(raw: Raw, regime: string, seed = 1, data: string = small, family = logistic) {
  return cellOf(family, { data: "small.csv", ...raw }, regime, seed, {}, { data });
}

describe("laws", () => {
  const files = { data: small };
  const data = "small.csv";
  const both = { data, features: "x, z" };
  obeysFamilyLaws(logistic, [
    { parameters: { ...both, target: "y", holdout: "held" }, regime: "replace", files },
    { parameters: { ...both, target: "y", standardise: false }, regime: "accumulate-subsample", files },
    { parameters: { data, target: "y", features: "x", intercept: false }, regime: "accumulate", files },
  ]);
  obeysFamilyLaws("poisson-regression", [
    { parameters: { ...both, target: "count" }, regime: "replace", files },
    { parameters: { ...both, target: "count", holdout: "held" }, regime: "replace-multiple", files },
  ]);
});

describe("a table", () => {
  it.each(oracle.fits)("is fitted at generation 1 as statsmodels fits it: $file", (fit) => {
    const raw = { target: fit.target, features: fit.features, holdout: "test" };
    const real = cell(raw, "replace", 2, read(`../../../examples/data/${fit.file}`));
    expect(real.parameters["samples"]).toBe(fit.rows);
    const [{ metrics, status }] = run(real, 1, 2) as [ReturnType<typeof run>[number]];
    expect(Array.from(status)).toEqual([0, 0]);
    for (const lane of [0, 1]) {
      expect(metrics["coefficient_norm"]![lane]! / fit.norm).toBeCloseTo(1, 8);
      expect(metrics["log_loss"]![lane]).toBeCloseTo(fit.log_loss, 9);
      expect(metrics["squared_error"]![lane]).toBeLessThan(1e-12);
      expect(Math.abs(metrics["excess_log_loss"]![lane]!)).toBeLessThan(1e-12);
    }
  });

  it("that is separable ends every chain at the first fit", () => {
    const data = read("../../../examples/data/breast-cancer.csv");
    const rows = run(cell({ target: "benign", holdout: "test" }, "accumulate", 3, data), 2, 3);
    for (const { status, metrics } of rows) {
      expect(Array.from(status)).toEqual(Array(3).fill(statuses.indexOf("separated")));
      expect(metrics["log_loss"]!.every(Number.isNaN)).toBe(true);
    }
  });

  it("keeps its own labels in the pool where data accumulate, whole or in single labels", () => {
    const every = (g: number): Training => ({
      draws: [{ from: g - 1, size: 10 }],
      keeps: "all",
      sees: 10 * g,
    });
    const raw = { target: "count", features: "x,z" };
    const ours = cell(raw, "accumulate", 4, small, "poisson-regression");
    const points = runUnder(every, ours, 4, 20);
    const whole = run(ours, 4, 20);
    points.forEach(({ metrics, status }, g) => {
      expect(status).toEqual(whole[g]!.status);
      metrics["log_loss"]!.forEach((value, lane) =>
        expect(value).toBeCloseTo(whole[g]!.metrics["log_loss"]![lane]!, 7),
      );
    });
  });

  it("has a log loss with all constants: that of the saturated Poisson model at its own labels", () => {
    // One row a group and a column that tells groups apart: means are the labels, the loss Σ(y - y·log y + log y!)/n.
    const data = "a,count\n0,2\n0,2\n1,5\n1,5\n";
    const [first] = run(cell({ target: "count" }, "replace", 5, data, "poisson-regression"), 1, 1);
    const loss = (y: number, factorial: number): number => y - y * Math.log(y) + Math.log(factorial);
    expect(first!.metrics["log_loss"]![0]).toBeCloseTo((loss(2, 2) + loss(5, 120)) / 2, 9);
  });

  it("gives the same fit at any scale of its features", () => {
    const scaled = run(cell({ target: "y", features: "x,z", holdout: "held" }, "replace", 6), 1, 1)[0]!;
    const plain = run(
      cell({ target: "y", features: "x,z", holdout: "held", standardise: false }, "replace", 6),
      1,
      1,
    )[0]!;
    expect(scaled.metrics["log_loss"]![0]).toBeCloseTo(plain.metrics["log_loss"]![0]!, 9);
    expect(scaled.metrics["coefficient_norm"]![0]).not.toBeCloseTo(plain.metrics["coefficient_norm"]![0]!, 3);
  });
});

describe("mistakes", () => {
  it.each([
    [{ target: "y", features: "x", samples: 9 }, "parameters.samples must be left out or 10"],
    [{ target: "y", features: "x", dimension: 2 }, "parameters.dimension must be left out or 1"],
    [{ features: "x" }, "parameters.target must be the name of a column"],
    [{ target: "why" }, "parameters.target must be a column of the file: x, y, held, z, count"],
    [{ target: "y", features: "x,w" }, "parameters.features must be a column of the file"],
    [
      { target: "y", features: "x, z, x" },
      "parameters.features must be columns other than target and holdout",
    ],
    [{ target: "y", features: "x, y" }, 'each once; got "y"'],
    [{ target: "y", holdout: "z" }, "parameters.data must be CSV with 0 or 1 as z at line 3, column 8"],
    [{ target: "count" }, "parameters.data must be CSV with 0 or 1 as count at line 2, column 11"],
    [{ target: "y", coefficients: "constant" }, "parameters.coefficients must be left out or fitted"],
    [{ target: "y", signal: 2 }, "parameters.signal must be left out"],
    [{ target: "y", standardise: 1 }, "parameters.standardise must be true or false"],
  ])("are refused: %j", (raw, message) => {
    expect(() => cell(raw, "replace")).toThrow(message);
  });

  it("are refused in tables that cannot be fitted", () => {
    expect(() => cell({ target: "y" }, "replace", 1, "x,y\n1,0\n1,1\n1,0\n")).toThrow(
      "parameters.features must be columns that vary over the rows fitted",
    );
    expect(() => cell({ target: "y" }, "replace", 1, "x,z,y\n1,0,0\n2,1,1\n")).toThrow(
      "parameters.data must be a table of at least 3 rows",
    );
  });

  it.each([
    ["x,y\n0.1,0\n0.1,1\n0.1,0\n0.1,1\n", "columns that vary over the rows fitted"],
    ["x,y\n1e200,0\n2e200,1\n3e200,0\n", "columns whose spread is from 1e-150 to 1e150"],
    ["x,y\n1e-200,0\n2e-200,1\n3e-200,0\n", "columns whose spread is from 1e-150 to 1e150"],
  ])("are refused in columns that have no scale: %j", (table, message) => {
    expect(() => cell({ target: "y" }, "replace", 1, table)).toThrow(message);
  });

  it("are refused where no row is left to fit", () => {
    expect(() => cell({ target: "y", holdout: "h" }, "replace", 1, "x,y,h\n1,0,1\n2,1,1\n")).toThrow(
      "parameters.holdout must be a column with 0 in the rows to fit",
    );
  });

  it("are refused without data", () => {
    const { parse } = familyNamed(logistic);
    expect(() => parse({ samples: 9, dimension: 1, target: "y" })).toThrow("left out unless data are given");
    expect(() => parse({ samples: 9, dimension: 1, coefficients: "fitted" })).toThrow(
      "parameters.coefficients",
    );
  });
});

it("loses what theory says where the table's labels stay", () => {
  const { file, target, features } = oracle.fits[0]!;
  const data = read(`../../../examples/data/${file}`);
  const real = cell({ target, features, holdout: "test" }, "accumulate", 7, data);
  const rows = run(real, 6, 100);
  for (const generation of [2, 6]) {
    const [prediction] = predictions(real, "excess_log_loss", generation);
    expect(prediction!.kind).toBe("asymptotic");
    expectMean(
      rows[generation - 1]!.metrics["excess_log_loss"]!,
      prediction!.value,
      undefined,
      prediction!.slack!,
    );
  }
  expect(predictions(real, "excess_log_loss", 1)).toEqual([]);
  expect(predictions(real, "squared_error", 2)).toEqual([]);
});
