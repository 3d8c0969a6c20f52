import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import type { FigureEntry } from "../../src/report/figures-entry.ts";
import { renderFigures } from "../../src/report/figures-page.ts";
import { figureSection } from "../../src/report/figures-section.ts";
import { figuresJson, figuresTable } from "../../src/report/figures-table.ts";
import { cell, grid, sweep, tested } from "./sweep-data.ts";

const done: FigureEntry = {
  file: "examples/gerstgrasser/figure-7.yaml",
  command: "ouro run examples/gerstgrasser/figure-7.yaml --quick",
  title: "Test error",
  claim: "Accumulating keeps it bounded.",
  source: "Gerstgrasser et al. 2024, arXiv:2404.01413, Figure 7",
  seconds: 2.5,
  link: "gerstgrasser-figure-7-0123456789/report.html",
  data: grid(),
  problem: null,
};

const differing: FigureEntry = {
  ...done,
  file: "b.yaml",
  source: "Another 2023, p. 1",
  seconds: null,
  data: sweep({ cells: [cell("c0", {})], rows: [tested("c0", 1, 1, 5)] }),
};

const broken: FigureEntry = {
  file: "c.yaml",
  command: "ouro run c.yaml",
  seconds: null,
  link: null,
  data: null,
  problem: "<b>c.yaml:1:1</b>: the spec must be a mapping; got nothing.",
};

const entries = [done, differing, broken];

function page(): Document {
  const sections = entries.map((entry, index) => figureSection(entry, index + 1));
  return new JSDOM(renderFigures(sections, "quick size")).window.document;
}

describe("the page of a collection", () => {
  it("has a section a figure with claim, source, verdict, curves, time, command and a link to its report", () => {
    const section = page().querySelector("#figure-1");
    const text = section?.textContent?.replaceAll(/\s+/g, " ");
    expect(text).toContain("Accumulating keeps it bounded.");
    expect(text).toContain("Gerstgrasser et al. 2024, arXiv:2404.01413, Figure 7");
    expect(text).toContain("cells agree with theory");
    expect(text).toContain("took 2.5 s");
    expect(section?.querySelector("footer code")?.textContent).toBe(done.command);
    expect(section?.querySelector("footer a")?.getAttribute("href")).toBe(done.link);
    expect(section?.querySelectorAll("svg[role=img]").length).toBe(3);
    expect(section?.querySelectorAll('path[aria-label$="theory, exact"]').length).toBe(9);
    expect(section?.querySelectorAll('path[aria-label$="mean ± 2 standard errors"]').length).toBe(9);
  });

  it("says of each figure in its contents whether it agrees, by publication", () => {
    const marks = [...page().querySelectorAll("nav li")].map((item) => item.textContent?.trim());
    expect(marks).toEqual(["Test error ✗ 1 of 1 differ", "Test error ✓ 9 agree", "c.yaml ✗ not run"]);
    const papers = [...page().querySelectorAll("main h2")].map((head) => head.textContent);
    expect(papers.slice(3)).toEqual(["Another 2023", "Gerstgrasser et al. 2024", "Without a source"]);
  });

  it("tells why a figure is missing, and lets no text become markup", () => {
    const section = page().querySelector("#figure-3");
    expect(section?.textContent).toContain("Not reproduced: <b>c.yaml:1:1</b>");
    expect(section?.querySelector("b")).toBeNull();
  });

  it("loads nothing, has one h1 and no id twice, and every reference inside it is met", () => {
    const document = page();
    expect(document.querySelectorAll("[src], link, image, iframe, object, script").length).toBe(0);
    expect(document.querySelectorAll("h1").length).toBe(1);
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of document.querySelectorAll('a[href^="#"]'))
      expect(ids).toContain(link.getAttribute("href")?.slice(1));
  });
});

it("is a line a figure and a line of sums on the terminal", () => {
  expect(figuresTable(entries, { width: 120, colour: false })).toMatchInlineSnapshot(`
    "figure                               verdict  agree  differ  silent  largest z   time
    examples/gerstgrasser/figure-7.yaml  agrees       9       0       0      +0.50  2.5 s
    b.yaml                               differs      0       1       0      +5.00      –
    c.yaml                               not run
    3 figures                                         9       1       0             2.5 s"
  `);
  expect(figuresTable(entries, { width: 120, colour: true })).toContain("\u001b[32magrees\u001b[39m");
});

it("tells programs the same", () => {
  expect(figuresJson(entries, { x: 1 })).toMatchObject({
    figures: [
      { verdict: "agrees", agree: 9, differ: 0, seconds: 2.5, problem: null },
      { verdict: "differs", differ: 1 },
      { verdict: "not run", sweepId: null, problem: broken.problem },
    ],
    seconds: { x: 1 },
  });
});
