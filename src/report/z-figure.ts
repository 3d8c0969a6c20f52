import * as Plot from "@observablehq/plot";
import { html, type Markup, trusted } from "./html.ts";
import { svgDocument } from "./svg-document.ts";
import { allowedErrors } from "../storage/dataset/verdict.ts";
import type { Comparison } from "./verdict.ts";

const binWidth = 0.5;
const edge = 6;
const fewest = 12;

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * How the z-scores of all comparisons are spread, beside what true theories would give. Bounds are left out: their z
 * has no normal law. Null below 12 comparisons, where a histogram says nothing.
 */
export function zFigure(comparisons: readonly Comparison[]): Markup | null {
  const scores = comparisons.flatMap(({ row, verdict }) => {
    const oneSided = row.theoryKind === "lower" || row.theoryKind === "upper";
    return verdict === null || row.z === null || Number.isNaN(row.z) || oneSided ? [] : [row.z];
  });
  if (scores.length < fewest) return null;
  const title = `Distribution of ${scores.length} z-scores at last generations`;
  const svg = Plot.plot({
    document: svgDocument(),
    width: 1080,
    height: 190,
    marginLeft: 62,
    marginRight: 14,
    marginBottom: 40,
    figure: false,
    ariaLabel: title,
    style: { font: "12px var(--sans)", overflow: "visible" },
    x: {
      domain: [-edge, edge],
      ticks: 13,
      label: "z = (measured − theory) / standard error",
      labelArrow: "none",
      labelAnchor: "center",
    },
    y: { label: "comparisons", labelArrow: "none", grid: true, ticks: 4, tickFormat: "d" },
    marks: [
      Plot.rectY(bins(scores), {
        x1: "from",
        x2: "to",
        y: "count",
        fill: "var(--accent)",
        fillOpacity: 0.55,
        insetLeft: 1,
      }),
      Plot.lineY(normal(scores.length), {
        x: "from",
        y: "count",
        stroke: "currentColor",
        strokeDasharray: "6 4",
        strokeWidth: 1.4,
        curve: "natural",
      }),
      Plot.ruleX([-allowedErrors, allowedErrors], { stroke: "var(--bad)", strokeDasharray: "2 3" }),
      Plot.ruleY([0]),
    ],
  });
  svg.setAttribute("role", "img");
  return html`
<figure id="figure-z" aria-labelledby="figure-z-title">
<h3 id="figure-z-title">${title}</h3>
<div class="scroll" tabindex="0" role="group" aria-label="${title}">${trusted(svg.outerHTML)}</div>
<figcaption>Bars: measured; dashes: the standard normal, which they follow where every theory holds and cells are
independent; dotted: |z| = ${allowedErrors}. The outer bars hold everything beyond ±${edge}.</figcaption>
</figure>`;
}

function bins(scores: readonly number[]): readonly Bin[] {
  const counts = Array.from({ length: (2 * edge) / binWidth }, () => 0);
  for (const z of scores) {
    const i = Math.min(counts.length - 1, Math.max(0, Math.floor((z + edge) / binWidth)));
    counts[i] = (counts[i] ?? 0) + 1;
  }
  return counts.map((count, i) => ({ from: i * binWidth - edge, to: (i + 1) * binWidth - edge, count }));
}

/** Expected counts of a bin centred at z. */
function normal(total: number): readonly Bin[] {
  const centres = Array.from({ length: 8 * edge + 1 }, (_, i) => i / 4 - edge);
  return centres.map((z) => ({
    from: z,
    to: z,
    count: (total * binWidth * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI),
  }));
}
