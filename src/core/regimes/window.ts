import type { Parameters } from "../cell.ts";
import { whole } from "../check.ts";
import type { ParameterInfo } from "../families/family.ts";
import { onlyListed } from "./parameters.ts";
import type { Regime } from "./regime.ts";

/** A chain looks no further ahead for the batches that it must keep. */
const widest = 64;

const parameters: readonly ParameterInfo[] = [
  { name: "width", type: "integer", must: `a whole number of generations from 1 to ${widest}` },
];

/**
 * The batches of the last `width` generations, real data among them only while they are that young: between
 * replacement (width 1) and accumulation.
 *
 * @source none: interpolates "replace" and "accumulate" of arXiv:2404.01413, Section 2
 */
export const window: Regime = {
  title: "Window",
  summary: "train on the batches of the last `width` generations",
  source: 'between "replace" and "accumulate" of arXiv:2404.01413, Section 2',
  parameters,
  parse: parseWindow,
  training: ({ width }, generation, n) => {
    const kept = Math.min(Number(width), generation) - 1;
    const oldest = generation - kept;
    return {
      draws: [{ from: generation - 1, size: n }],
      keeps: kept === 0 ? "none" : Array.from({ length: kept }, (_, i) => oldest + i),
      sees: "all",
    };
  },
};

function parseWindow(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyListed(raw, "regime", parameters);
  return { width: whole(raw["width"], "regime.width", 1, widest) };
}
