import { JSDOM } from "jsdom";
import * as Plot from "@observablehq/plot";
import { expect, it } from "vitest";
import { svgDocument } from "../../src/report/svg-document.ts";

const words = `a < b & "c" &lt; 'd' – é`;

/** What a browser finds in a drawing: names, attributes whatever their order, styles by property, and texts. */
function seen(node: Node): unknown {
  if (node.nodeType === node.TEXT_NODE) return node.textContent;
  const { localName, namespaceURI, attributes, childNodes } = node as SVGElement;
  const pairs = [...attributes].map(({ name, value }) => [
    name,
    name === "style" ? properties(value) : value,
  ]);
  return {
    localName,
    namespaceURI,
    attributes: Object.fromEntries(pairs),
    childNodes: [...childNodes].map(seen),
  };
}

function properties(style: string): readonly string[] {
  return style
    .split(";")
    .flatMap((each) => (each.trim() === "" ? [] : [each.replace(/\s*:\s*/, ":").trim()]));
}

function drawn(document: Document): unknown {
  const svg = Plot.plot({
    document,
    figure: false,
    ariaLabel: words,
    style: { font: "12px var(--sans)", overflow: "visible" },
    x: { label: words },
    marks: [
      Plot.gridY([0, 1]),
      Plot.areaY([1, 2, 3], { fill: "var(--s0)", ariaLabel: () => words }),
      Plot.lineY([3, 1, 2], { strokeDasharray: "6 4" }),
      Plot.dot([1, 2], { x: (_: number, i: number) => i, symbol: "square", title: () => words }),
      Plot.text([words], { frameAnchor: "top-left" }),
    ],
  });
  return seen(new JSDOM(svg.outerHTML).window.document.body.firstChild as Node);
}

it("gives the drawing that a browser's document gives", () => {
  const ours = drawn(svgDocument());
  expect(ours).toEqual(drawn(new JSDOM("").window.document));
  expect(JSON.stringify(ours)).toContain(JSON.stringify(words).slice(1, -1));
});
