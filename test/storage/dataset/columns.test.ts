import { expect, it } from "vitest";
import { datasetColumns, parameterCell, quoted, text } from "../../../src/storage/dataset/columns.ts";
import { sampleCell, samplePlan } from "../samples.ts";

it("keeps one column a name, whoever else uses it", () => {
  const cell = sampleCell("a", {
    parameters: { Generation: 1, loss: 2, n: 3, window: 4, list: [1, 2], mixed: 1 },
    regimeParameters: { window: 5, share: 0.5 },
  });
  const other = sampleCell("b", { parameters: { mixed: "x", flag: true } });
  const { metrics, parameters } = datasetColumns(samplePlan({ cells: [cell, other] }), () => [
    "loss",
    "replicate",
  ]);
  expect(metrics.map(({ column }) => column)).toEqual(["loss", "metric_replicate"]);
  expect(parameters.map(({ column, type }) => `${column} ${type}`)).toEqual([
    "param_Generation DOUBLE",
    "param_loss DOUBLE",
    "param_n DOUBLE",
    "window DOUBLE",
    "list VARCHAR",
    "mixed VARCHAR",
    "flag BOOLEAN",
    "regime_window DOUBLE",
    "share DOUBLE",
  ]);
  const list = parameters.find(({ parameter }) => parameter === "list");
  const mixed = parameters.find(({ parameter }) => parameter === "mixed");
  expect(list && parameterCell(list, [1, 2])).toBe("[1,2]");
  expect(
    mixed && [parameterCell(mixed, 1), parameterCell(mixed, "x"), parameterCell(mixed, undefined)],
  ).toEqual(["1", "x", null]);
});

it("quotes names and texts for SQL", () => {
  expect(quoted('a"b')).toBe('"a""b"');
  expect(text("it's")).toBe("'it''s'");
});
