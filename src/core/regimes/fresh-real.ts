import type { Parameters } from "../cell.ts";
import { oneOf, positive, whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import type { ParameterInfo } from "../families/family.ts";
import { onlyListed } from "./parameters.ts";
import type { Regime } from "./regime.ts";

const largest = 2 ** 31;

const parameters: readonly ParameterInfo[] = [
  {
    name: "real",
    type: "number",
    must: "real data a generation, in batches of n or in observations",
    default: 1,
  },
  { name: "synthetic", type: "number", must: "new synthetic data a generation, likewise", default: 1 },
  {
    name: "unit",
    type: "string",
    must: "batches or observations",
    default: "batches",
    choices: ["batches", "observations"],
  },
  {
    name: "weight",
    type: "number",
    must: "the weight of a real observation, between 0 and 1; a synthetic one has the rest",
    default: 0.5,
  },
];

/**
 * Fresh real data and data of the last model at every generation from the second on; nothing older stays.
 *
 * `real` and `synthetic` are multiples of n, or with `unit: observations` sizes. `weight` is the weight w of a real
 * observation, that of a synthetic one being 1-w; 0.5 pools them. Weights are scaled to add up to the number of
 * observations, so that divisors of a variance keep their meaning. With equal sizes the variance of a location
 * estimate tends to (w² + (1-w)²)/(1 - (1-w)²) of the first fit's: 2/3 where pooled, and least at the golden ratio's
 * inverse, w = (√5 - 1)/2, where it is w itself.
 *
 * @source arXiv:2307.01850, "fresh data loop"; the golden-ratio weight is due to He et al.; the formula is derived
 */
export const freshReal: Regime = {
  title: "Fresh real data",
  summary:
    "train on `real` times n fresh real and `synthetic` times n new synthetic observations, real ones of weight `weight`",
  source: 'arXiv:2307.01850, "fresh data loop"',
  alsoCalled: ["fresh-data"],
  parameters,
  parse: parseFreshReal,
  training: ({ real, synthetic, unit, weight }, generation, n) => {
    if (generation === 1) return { draws: [{ from: 0, size: n }], keeps: "none", sees: "all" };
    const sizeOf = (amount: number): number =>
      unit === "observations" ? amount : Math.max(1, Math.round(amount * n));
    const sizes = [sizeOf(Number(real)), sizeOf(Number(synthetic))] as const;
    const w = Number(weight);
    const scale = (sizes[0] + sizes[1]) / (w * sizes[0] + (1 - w) * sizes[1]);
    return {
      draws: [
        { from: 0, size: sizes[0], weight: scale * w },
        { from: generation - 1, size: sizes[1], weight: scale * (1 - w) },
      ],
      keeps: "none",
      sees: "all",
    };
  },
};

function parseFreshReal(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyListed(raw, "regime", parameters);
  const { real = 1, synthetic = 1, unit: rawUnit = "batches", weight = 0.5 } = raw;
  const unit = oneOf(rawUnit, "regime.unit", ["batches", "observations"]);
  const amount = (value: unknown, path: string): number => {
    if (unit === "observations") return whole(value, path, 1, largest);
    const multiple = positive(value, path);
    if (multiple <= 1000) return multiple;
    throw new ParameterError(path, "at most 1000 batches", value, "Sizes need unit: observations.");
  };
  if (typeof weight !== "number" || !(weight > 0 && weight < 1))
    throw new ParameterError(
      "regime.weight",
      "a number between 0 and 1, both excluded",
      weight,
      "Without synthetic data there is no chain; without real data, choose replace.",
    );
  return {
    real: amount(real, "regime.real"),
    synthetic: amount(synthetic, "regime.synthetic"),
    unit,
    weight,
  };
}
