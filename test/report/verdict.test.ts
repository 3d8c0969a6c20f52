import { describe, expect, it } from "vitest";
import { cellVerdicts, summarise, verdictSentence, verdicts, worstFirst } from "../../src/report/verdict.ts";
import { terminalTable } from "../../src/report/terminal-table.ts";
import { cell, row, sweep, tested } from "./sweep-data.ts";

const metrics = ["a", "b"].map((name) => ({ name, unit: "", meaning: "" }));

describe("the verdict of a comparison", () => {
  it("is that of the last generation; the largest |z| stands beside it", () => {
    const rows = [tested("c1", 3, 1, 1.5), tested("c1", 1, 1, 0.1), tested("c1", 2, 1, -4.4)];
    const [one, ...more] = verdicts(sweep({ cells: [cell("c1", {})], rows }));
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      verdict: "agrees",
      worstZ: -4.4,
      worstGeneration: 2,
      row: { generation: 3 },
    });
  });

  it("is that of the last generation a theory speaks of", () => {
    const rows = [tested("c1", 1, 1, 0.1), tested("c1", 2, 1, 5), row({ generation: 3, mean: 1 })];
    expect(verdicts(sweep({ cells: [cell("c1", {})], rows }))).toMatchObject([
      { verdict: "differs", row: { generation: 2 } },
    ]);
  });

  it("is null without theory", () => {
    const rows = [row({ generation: 1 }), row({ generation: 2 })];
    expect(verdicts(sweep({ cells: [cell("c1", {})], rows }))).toMatchObject([
      { verdict: null, worstZ: null, worstGeneration: null, row: { generation: 2 } },
    ]);
  });

  it("is given for each prediction apart, and leaves out metrics that are not reported", () => {
    const rows = [
      tested("c1", 1, 1, 1, { theoryKind: "lower" }),
      tested("c1", 1, 2, -9, { theoryKind: "upper" }),
      tested("c1", 1, 1, 1, { metric: "unreported" }),
    ];
    const found = verdicts(sweep({ cells: [cell("c1", {})], rows }));
    expect(found.map((one) => [one.row.theoryKind, one.verdict])).toEqual([
      ["lower", "agrees"],
      ["upper", "differs"],
    ]);
  });
});

it("is given for each of several bounds, and once for a value whose source changes on the way", () => {
  const bound = (generation: number, source: string, z: number) =>
    tested("c1", generation, 1, z, { metric: "a", theoryKind: "upper", theorySource: source });
  const value = (generation: number, source: string) =>
    tested("c1", generation, 1, 0, { metric: "b", theorySource: source });
  const rows = [bound(1, "one", 9), bound(1, "two", 1), bound(2, "one", 1), bound(2, "two", 9)];
  const found = verdicts(
    sweep({ cells: [cell("c1", {})], metrics, rows: [...rows, value(1, "x"), value(2, "y")] }),
  );
  expect(
    found.map(({ row: { theorySource, generation }, verdict }) => [theorySource, generation, verdict]),
  ).toEqual([
    ["one", 2, "agrees"],
    ["two", 2, "differs"],
    ["y", 2, "agrees"],
  ]);
});

it.each([
  [["agrees", "agrees"], "agrees"],
  [["agrees", "differs"], "differs"],
  [["differs", "agrees"], "differs"],
  [["agrees", null], "agrees"],
  [[null, "differs"], "differs"],
  [[null, null], null],
] as const)("makes of the metrics %j the cell %j", (each, whole) => {
  const rows = each.map((verdict, i) =>
    verdict === null
      ? row({ metric: metrics[i].name })
      : tested("c1", 1, 1, verdict === "agrees" ? 0 : 9, { metric: metrics[i].name }),
  );
  const found = verdicts(sweep({ cells: [cell("c1", {})], metrics, rows }));
  expect(cellVerdicts(found).get("c1")).toBe(whole);
});

it("counts cells once, and expects false alarms by the number of comparisons", () => {
  const cells = ["c1", "c2", "c3"].map((id) => cell(id, {}));
  const rows = metrics.flatMap(({ name }) => [
    tested("c1", 1, 1, 1, { metric: name }),
    tested("c2", 1, 1, 7, { metric: name }),
  ]);
  const summary = summarise(verdicts(sweep({ cells, metrics, rows })), cells.length);
  expect(summary).toMatchObject({
    cells: 3,
    agree: 1,
    differ: 1,
    untested: 1,
    comparisons: 4,
    worst: { cell: { id: "c2" } },
  });
  // 2 (1 - Φ(4)) = 6.334e-5
  expect(summary.expectedFalseAlarms).toBeCloseTo(4 * 6.334e-5, 9);
});

it("puts differing ones first, then the largest |z|, then those without", () => {
  const cells = ["a", "b", "c", "d", "e", "f"].map((id) => cell(id, {}));
  const rows = [
    tested("a", 1, 1, 0.2),
    tested("b", 1, 1, -3),
    row({ cellId: "c" }),
    // Asymptotic theory with slack: a smaller z may differ where a larger one agrees.
    tested("d", 1, 1, 2.5, { verdict: "differs" }),
    tested("e", 1, 1, Number.NEGATIVE_INFINITY),
    // Far below an upper bound: as it should be.
    tested("f", 1, 1, -44, { theoryKind: "upper", verdict: "agrees" }),
  ];
  const order = worstFirst(verdicts(sweep({ cells, rows }))).map((one) => one.cell.id);
  expect(order).toEqual(["e", "d", "b", "a", "f", "c"]);
});

it.each([
  [0, 0, 0, "The sweep has no cells."],
  [1, 1, 0, "The cell agrees with theory."],
  [9, 9, 0, "All 9 cells agree with theory."],
  [2, 2, 0, "Both cells agree with theory."],
  [9, 8, 1, "8 of 9 cells agree with theory, 1 differs."],
  [1234, 1, 2, "1 of 1,234 cells agrees with theory, 2 differ, and 1,231 have no theory to compare with."],
  [4, 0, 0, "No theory speaks of any of the 4 cells at the metrics reported."],
])("says of %d cells, %d agreeing and %d differing: %s", (cells, agree, differ, sentence) => {
  const untested = cells - agree - differ;
  expect(verdictSentence({ ...none, cells, agree, differ, untested })).toBe(sentence);
});

const none = { unfinished: 0, comparisons: 0, expectedFalseAlarms: 0, worst: null };

it.each([
  [0, 0, 0, "0 of 5 cells are finished."],
  [3, 2, 0, "3 of 5 cells are finished: 2 agree with theory, 1 has no theory to compare with."],
  [4, 1, 1, "4 of 5 cells are finished: 1 agrees with theory, 1 differs, 2 have no theory to compare with."],
])("says of %d of 5 cells, %d agreeing and %d differing: %s", (finished, agree, differ, sentence) => {
  const untested = finished - agree - differ;
  const summary = { ...none, cells: 5, agree, differ, untested, unfinished: 5 - finished };
  expect(verdictSentence(summary)).toBe(`${sentence} No verdict is final before the sweep is.`);
});

it("gives cells that are not finished no verdict, whatever their chains say so far", () => {
  const cells = [cell("c1", {}), cell("c2", {})];
  const rows = [tested("c1", 3, 1, 1), tested("c2", 3, 1, 9)];
  const unfinished = [{ cellId: "c2", chains: 40, of: 200 }];
  const found = verdicts(sweep({ cells, rows, unfinished }));
  expect(found).toMatchObject([
    { verdict: "agrees", row: { z: 1 } },
    {
      verdict: null,
      unfinished: { chains: 40, of: 200 },
      worstZ: null,
      row: { n: 100, z: null, verdict: null },
    },
  ]);
  const counted = { cells: 2, agree: 1, differ: 0, untested: 0, unfinished: 1, comparisons: 1 };
  expect(summarise(found, cells.length, unfinished.length)).toMatchObject(counted);
  expect(terminalTable(sweep({ cells, rows, unfinished }))).toMatch(/40 of 200 chains$/m);
});
