import { expect, it } from "vitest";
import type { CellRow } from "../../src/report/data.ts";
import { chooseLayout, layOut } from "../../src/report/layout.ts";
import { seriesOf, thin } from "../../src/report/series.ts";
import { groupRows } from "../../src/report/tracks.ts";
import { cell, row, sweep, tested } from "./sweep-data.ts";

function seriesFrom(rows: readonly CellRow[]) {
  const data = sweep({ cells: [cell("c1", {})], rows });
  const layout = chooseLayout(data);
  return layOut(data.cells, layout).flatMap((figure) =>
    seriesOf(figure, layout, "test_error", groupRows(rows)),
  );
}

it("bands a mean by two standard errors, and by nothing where there are none", () => {
  const [series] = seriesFrom([row({ generation: 2, mean: 5 }), row({ generation: 1, mean: 4, se: 0.5 })]);
  expect(series.means).toEqual([
    { generation: 1, value: 4, low: 3, high: 5 },
    { generation: 2, value: 5, low: 5, high: 5 },
  ]);
});

it("draws no point that is missing or not finite", () => {
  const values = [null, Number.NaN, Number.POSITIVE_INFINITY, 7];
  const rows = values.map((mean, i) =>
    row({ generation: i + 1, mean, se: 1, q05: mean, q50: mean, q95: mean }),
  );
  const [series] = seriesFrom(rows);
  expect(series.means.map((point) => point.generation)).toEqual([4]);
  expect(series.spread.map((point) => point.generation)).toEqual([4]);
  expect(seriesFrom(rows.slice(0, 3))).toEqual([]);
});

it("draws no spread of what either happens or not, and no share below 0 or above 1", () => {
  // Quantiles of an even number of zeros and ones may lie between them.
  const share = (mean: number, sd: number) =>
    row({ n: 10, mean, sd, se: sd / Math.sqrt(10), q05: 0, q50: 0.5, q95: 1 });
  const [event] = seriesFrom([share(0.1, Math.sqrt((0.09 * 10) / 9))]);
  expect(event.spread).toEqual([]);
  expect(event.means).toEqual([expect.objectContaining({ low: 0, value: 0.1 })]);
  const [fraction] = seriesFrom([share(0.1, 0.3)]);
  expect(fraction.spread).toHaveLength(1);
  expect(fraction.means[0]?.low).toBeLessThan(0);
});

it("draws what was measured once, and each prediction", () => {
  const rows = [1, 2].flatMap((g) => [
    tested("c1", g, 1, 0, { theoryKind: "lower" }),
    tested("c1", g, 2, 0, { theoryKind: "upper", mean: 1 }),
  ]);
  const [series] = seriesFrom(rows);
  expect(series.means).toHaveLength(2);
  expect(series.theories.map((theory) => [theory.kind, theory.points.map((point) => point.value)])).toEqual([
    ["lower", [1, 1]],
    ["upper", [2, 2]],
  ]);
});

it("thins long tracks and keeps their ends", () => {
  const items = Array.from({ length: 2500 }, (_, i) => i + 1);
  const kept = thin(items, 100);
  expect([kept.length, kept[0], kept[99]]).toEqual([100, 1, 2500]);
});
