import { describe, expect, it } from "vitest";
import type { ParameterValue } from "../../src/core/cell.ts";
import { chooseLayout, layOut } from "../../src/report/layout.ts";
import { cell, sweep } from "./sweep-data.ts";

function product(axes: Record<string, readonly ParameterValue[]>) {
  let points: Record<string, ParameterValue>[] = [{}];
  for (const [axis, values] of Object.entries(axes))
    points = points.flatMap((point) => values.map((value) => ({ ...point, [axis]: value })));
  return sweep({ axes: Object.keys(axes), cells: points.map((point, i) => cell(`c${i}`, point)) });
}

const regime = ["accumulate", "replace", "accumulate-subsample"];
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe("the choice of axes", () => {
  it.each([
    [{}, { column: null, row: null, colour: null, separate: [] }],
    [{ regime }, { column: null, row: null, colour: "regime", separate: [] }],
    [
      { samples: [1, 2], regime },
      { column: "regime", row: null, colour: "samples", separate: [] },
    ],
    [
      { design: ["fixed", "fresh"], samples: [1, 2], regime },
      { column: "regime", row: "design", colour: "samples", separate: [] },
    ],
    [
      { samples: [1, 2], dimension: [1, 2] },
      { column: "dimension", row: null, colour: "samples", separate: [] },
    ],
    [
      { samples: [1, 2], noise: numbers(5), regime },
      { column: "regime", row: null, colour: "samples", separate: ["noise"] },
    ],
    [
      { samples: [5], regime },
      { column: null, row: null, colour: "regime", separate: [] },
    ],
    [
      { family: ["a", "b"], regime },
      { column: null, row: null, colour: "regime", separate: ["family"] },
    ],
    [
      { samples: numbers(30), regime },
      { column: "regime", row: null, colour: "samples", separate: [] },
    ],
  ])("of %j", (axes, layout) => expect(chooseLayout(product(axes))).toEqual(layout));
});

describe("laying out", () => {
  const figures = (axes: Record<string, readonly ParameterValue[]>) => {
    const data = product(axes);
    return layOut(data.cells, chooseLayout(data));
  };

  it("puts the papers' regimes in the papers' order", () => {
    const [figure] = figures({ samples: [1, 2], regime });
    expect(figure.panels.map((panel) => panel.title)).toEqual([
      "replace",
      "accumulate-subsample",
      "accumulate",
    ]);
    expect(figure.panels.map((panel) => panel.cells.length)).toEqual([2, 2, 2]);
  });

  it("wraps many columns, keeps 12 panels and 8 colours and says what is missing", () => {
    const [figure] = figures({ samples: numbers(20), dimension: numbers(13) });
    expect(figure.panels).toHaveLength(12);
    expect(Math.max(...figure.panels.map((panel) => panel.column))).toBe(3);
    expect(figure.colours).toEqual(["1", "4", "6", "9", "12", "15", "17", "20"]);
    expect(figure.leftOut).toEqual(["12 of 20 values of samples", "1 of 13 values of dimension"]);
  });

  it("makes a figure for each value of a separate axis, each cell in one of them", () => {
    const all = figures({ samples: [1, 2], noise: numbers(5), regime });
    expect(all.map((figure) => figure.at)).toEqual(numbers(5).map((value) => `noise = ${value}`));
    expect(all.flatMap((figure) => figure.panels.flatMap((panel) => panel.cells))).toHaveLength(30);
  });
});
