import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import type { ReportData } from "../../src/report/data.ts";
import { renderReport } from "../../src/report/page.ts";
import { cell, grid, row, sweep, tested } from "./sweep-data.ts";

function parse(data: ReportData, options = {}) {
  return new JSDOM(renderReport(data, options)).window.document;
}

const count = (document: Document, selector: string) => document.querySelectorAll(selector).length;

describe("the page", () => {
  it("draws a band, a spread, a theory and dots for every cell", () => {
    const document = parse(grid());
    expect(count(document, "figure")).toBe(1);
    expect(count(document, 'path[aria-label$="theory, exact"]')).toBe(9);
    expect(count(document, 'path[aria-label$="5 to 95 % of chains"]')).toBe(9);
    expect(count(document, 'path[aria-label$="mean ± 2 standard errors"]')).toBe(9);
    expect(count(document, 'g[aria-label="dot"] title')).toBe(45);
    expect(document.querySelector("main")?.outerHTML).not.toMatch(/\b(NaN|undefined|null|Infinity)[",<]/);
  });

  it("is the same bytes for the same data", () => {
    expect(renderReport(grid())).toBe(renderReport(grid()));
  });

  it("loads nothing", () => {
    const document = parse(grid());
    const loading = [...document.querySelectorAll("[src], link, [href], image, iframe, object")];
    expect(loading.filter((element) => !element.getAttribute("href")?.startsWith("#"))).toEqual([]);
    const styles = [...document.querySelectorAll("style")].map((style) => style.textContent).join("");
    expect(styles).not.toMatch(/@import|url\(/);
  });

  it("is accessible markup: one h1, captions, scopes, labelled figures, no id twice, every reference met", () => {
    const document = parse(grid());
    expect(count(document, "h1")).toBe(1);
    expect(count(document, "th:not([scope])")).toBe(0);
    expect([...document.querySelectorAll("table")].every((table) => table.caption !== null)).toBe(true);
    const svgs = [...document.querySelectorAll("figure svg[role=img]")];
    expect(svgs.length).toBe(3); // one a panel
    expect(svgs.every((svg) => svg.getAttribute("aria-label"))).toBe(true);
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of document.querySelectorAll("a[href]"))
      expect(ids).toContain(link.getAttribute("href")?.slice(1));
  });

  it("lets no data become markup", () => {
    const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`;
    const base = grid();
    const data: ReportData = {
      ...base,
      sweep: {
        ...base.sweep,
        id: evil,
        name: evil,
        store: evil,
        spec: evil,
        specDigest: evil,
        datasetDigest: evil,
        versions: { [evil]: evil },
      },
      axes: [evil],
      cells: base.cells.map((each, i) => ({
        ...each,
        family: evil,
        regime: `${evil}${i % 2}`,
        axes: { [evil]: `${evil}${i}` },
      })),
      metrics: [
        { name: "test_error", unit: evil, meaning: evil },
        { name: evil, unit: evil, meaning: evil },
      ],
      rows: base.rows.map((each) => ({ ...each, theorySource: evil })),
      outcomes: [{ cellId: base.cells[0].id, status: evil, chains: 1 }],
      failures: [{ code: evil, message: evil, chains: 1, exampleChain: evil }],
    };
    const document = parse(data);
    expect(count(document, "script")).toBe(1);
    expect(count(document, "img, [onerror]")).toBe(0);
    expect(document.querySelector("h1")?.textContent).toBe(evil);
    expect(document.title).toContain(evil);
  });

  it("names files of its own snapshot to those who read without us", () => {
    const base = grid();
    const cellFiles = ["cells/2-0.parquet", "cells/2-1.parquet"];
    const text = parse({ ...base, sweep: { ...base.sweep, store: "file:///s/", cellFiles } }).body
      .textContent;
    const listed = cellFiles.map((path) => `'/s/${base.sweep.id}/dataset/${path}'`).join(", ");
    expect(text).toContain(`read_parquet([${listed}])`);
  });

  it("has a script that runs", () => {
    const { window } = new JSDOM(renderReport(grid()), { runScripts: "dangerously" });
    const { document } = window;
    const rows = () => [...document.querySelectorAll<HTMLTableRowElement>("table.sortable tbody tr")];
    const samples = () => rows().map((each) => each.cells[1].textContent);
    const [, button] = document.querySelectorAll<HTMLButtonElement>("table.sortable th button");
    button.click();
    expect(samples()).toEqual(["32", "32", "32", "100", "100", "100", "316", "316", "316"]);
    button.click();
    expect(samples()[0]).toBe("316");
    const input = document.querySelector("input") as HTMLInputElement;
    input.value = "subsample 100";
    input.dispatchEvent(new window.Event("input"));
    expect(rows().filter((each) => !each.hidden)).toHaveLength(1);
  });
});

describe("edges", () => {
  const one = [cell("c1", {})];

  it("of an empty sweep", () => {
    const document = parse(sweep());
    expect(document.querySelector(".verdict")?.textContent).toBe("The sweep has no cells.");
    expect(count(document, "figure, table.sortable")).toBe(0);
  });

  it("of a metric that was never measured", () => {
    const document = parse(sweep({ cells: one, rows: [row(), row({ generation: 2 })] }));
    expect(count(document, "figure")).toBe(0);
    expect(count(document, "table.sortable tbody tr")).toBe(1);
  });

  it("of no theory: measured means are joined, and no dashes are promised", () => {
    const rows = [1, 2, 3].map((generation) => row({ generation, mean: generation, se: 0.1 }));
    const document = parse(sweep({ cells: one, rows }));
    expect(count(document, 'path[aria-label$="measured mean, joined"]')).toBe(1);
    expect(document.querySelector(".legend")?.textContent).not.toContain("theory");
    expect(document.querySelector(".badge")?.textContent).toBe("no theory");
  });

  it("of bands that would cover the panel: they are left out, and it says so", () => {
    const rows = [1, 2, 3].map((g) => tested("c1", g, 1, 0, { q05: -50, q95: 60 }));
    const document = parse(sweep({ cells: one, rows }));
    expect(count(document, 'path[aria-label$="5 to 95 % of chains"]')).toBe(0);
    expect(document.querySelector("figcaption")?.textContent).toContain("would cover the panel");
  });

  it("of a logarithmic axis: every line that it has bears its number", () => {
    const rows = [1, 2, 3].map((g) => tested("c1", g, 0.06 * 6 ** g, 0, { q05: 1, q95: 5 }));
    const document = parse(sweep({ cells: one, rows }));
    const labels = [...document.querySelectorAll('[aria-label="y-axis tick label"] text')];
    expect(labels.map((each) => each.textContent)).toEqual(expect.arrayContaining(["0.5", "1", "2", "5"]));
    expect(labels).toHaveLength(count(document, '[aria-label="y-grid"] line'));
  });

  it("of a bound that holds: how far away it is counts for nothing", () => {
    const rows = [tested("c1", 1, 1, -9, { theoryKind: "upper", verdict: "agrees" })];
    const document = parse(sweep({ cells: one, rows }));
    expect(document.querySelector("table.sortable tbody")?.textContent).not.toContain("at 1");
  });

  it("of one generation", () => {
    const document = parse(sweep({ cells: one, rows: [tested("c1", 1, 2, 0.3)] }));
    expect(count(document, "figure g[aria-label=dot] circle")).toBe(1);
  });

  it("of zeros, negatives and infinities among values that span decades", () => {
    const values = [0, -1, 1e-3, 1e6, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
    const rows = values.map((mean, i) =>
      row({
        generation: i + 1,
        mean,
        se: mean,
        q05: mean,
        q50: mean,
        q95: mean,
        z: mean,
        theoryValue: mean,
        theoryKind: "exact",
      }),
    );
    const document = parse(sweep({ cells: one, rows }));
    expect(count(document, "figure g[aria-label=dot] circle")).toBe(4);
    for (const path of document.querySelectorAll("figure path"))
      expect(path.getAttribute("d")).not.toMatch(/NaN|Infinity/);
  });

  it("of a log scale whose bands fall below 0", () => {
    const rows = [1, 2, 3].map((g) =>
      row({ generation: g, mean: 100 ** g, se: 100 ** g, q05: -1, q50: 1, q95: 2 * 100 ** g }),
    );
    const document = parse(sweep({ cells: one, rows }));
    expect(document.querySelector("figcaption")?.textContent).toContain("logarithmic");
    const height = Number(document.querySelector("figure svg[role=img]")?.getAttribute("height"));
    const band = document.querySelector('path[aria-label$="5 to 95 % of chains"]')?.getAttribute("d") ?? "";
    const ys = [...band.matchAll(/,(-?[\d.]+)/g)].map((found) => Number(found[1]));
    expect(ys.length).toBeGreaterThan(5);
    for (const y of ys) expect(y).toBeLessThan(height);
    for (const path of document.querySelectorAll("figure path"))
      expect(path.getAttribute("d")).not.toMatch(/NaN|Infinity/);
  });

  it.each([
    [-1e9, 1e9],
    [0, 1],
  ])("of chains from %d to %d, whose band would say nothing", (q05, q95) => {
    const rows = [1, 2, 3].map((g) => row({ generation: g, mean: g / 4, se: 0.01, q05, q50: 1, q95 }));
    const document = parse(sweep({ cells: one, rows }));
    expect(count(document, 'path[aria-label$="5 to 95 % of chains"]')).toBe(0);
    expect(count(document, 'path[aria-label$="mean ± 2 standard errors"]')).toBe(1);
  });

  it("of 5,000 cells: a page below 5 MB, its table cut with the worst first, and a word on what is missing", () => {
    const cells = Array.from({ length: 5000 }, (_, i) =>
      cell(`cell-${i}`, { samples: (i % 50) + 1, dimension: Math.floor(i / 50) }),
    );
    const rows = cells.flatMap((each, i) =>
      [1, 2, 3].map((g) => tested(each.id, g, g, i === 4321 ? 9 : (i % 7) / 2)),
    );
    const page = renderReport(sweep({ axes: ["samples", "dimension"], cells, rows }));
    expect(page.length).toBeLessThan(5e6);
    const { document } = new JSDOM(page).window;
    expect(count(document, "table.sortable tbody tr")).toBe(2000);
    expect(document.querySelector("table.sortable tbody tr")?.textContent).toContain("cell-4321");
    expect(document.querySelector("table.sortable caption")?.textContent).toContain("2,000 of 5,000 rows");
    expect(document.querySelector("figcaption")?.textContent).toContain(
      "Not drawn: 42 of 50 values of samples, 88 of 100 values of dimension",
    );
    expect(count(document, "#figure-z")).toBe(1);
  });

  it("of many metrics: twelve figures and a note on the others", () => {
    const metrics = Array.from({ length: 15 }, (_, i) => ({
      name: `metric_${i}`,
      unit: "nats",
      meaning: "m",
    }));
    const rows = metrics.map(({ name }) => tested("c1", 1, 1, 0, { metric: name }));
    const document = parse(sweep({ cells: one, metrics, rows }));
    expect(count(document, "figure:not(#figure-z)")).toBe(12);
    expect(document.querySelector("#figures .note")?.textContent).toContain("3 more figures were left out");
  });
});

it("shows how chains ended and why some failed", () => {
  const cells = [cell("c1", {}), cell("c2", {})];
  const outcomes = [
    { cellId: "c1", status: "ok", chains: 1500 },
    { cellId: "c2", status: "ok", chains: 1000 },
    { cellId: "c2", status: "absorbed", chains: 500 },
  ];
  const failures = [{ code: "NUMERICAL", message: "no estimate", chains: 2, exampleChain: "c2-7" }];
  const text = parse(sweep({ cells, outcomes, failures })).querySelector("#outcomes")?.textContent ?? "";
  expect(text).toContain("2,500 ok, 500 absorbed");
  expect(text).toContain("did not end ok (1)");
  expect(text).toContain("no estimate");
});
