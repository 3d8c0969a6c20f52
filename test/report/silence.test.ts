import { JSDOM } from "jsdom";
import { expect, it } from "vitest";
import { renderReport } from "../../src/report/page.ts";
import { silence } from "../../src/report/silence.ts";
import { cell, row, sweep, tested } from "./sweep-data.ts";

const few = cell("c1", { samples: 16, dimension: 10, design: "fixed", regime: "accumulate-subsample (x 1)" });
const theirs = cell("c2", { samples: 100, dimension: 10, design: "fixed" });

it("says why there is no theory of a cell whose regime bears its parameters", () => {
  expect(silence(few, "test_error", [row()], {})).toContain("three rows");
});

it("says nothing of what theory speaks of, or of what is not finished", () => {
  expect(silence(few, "test_error", [tested("c1", 1, 1, 0)], {})).toBeUndefined();
  expect(
    silence(few, "test_error", [row()], { unfinished: [{ cellId: "c1", chains: 1, of: 2 }] }),
  ).toBeUndefined();
});

it("stands in the caption and under the verdicts", () => {
  const rows = [1, 2].flatMap((generation) => [
    row({ generation, mean: 2, se: 0.1, sd: 1 }),
    tested("c2", generation, 1, 0),
  ]);
  const { document } = new JSDOM(
    renderReport(sweep({ axes: ["regime", "samples"], cells: [few, theirs], rows })),
  ).window;
  expect(document.querySelector("figcaption")?.textContent).toContain(
    "No theory for 1 of 2 cells: with fewer than three",
  );
  const notes = [...document.querySelectorAll(".sources li")].map((each) => each.textContent);
  expect(notes).toEqual(["Theorem 1", expect.stringMatching(/^No theory of test error: with fewer/)]);
  const [last] = [...document.querySelectorAll("table.sortable tbody tr")].slice(-1);
  expect(last?.querySelector("a")?.getAttribute("href")).toBe("#source-2");
});
