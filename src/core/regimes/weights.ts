import type { Parameters } from "../cell.ts";
import { finite, oneOf } from "../check.ts";
import { ParameterError } from "../errors.ts";
import type { ParameterInfo } from "../families/family.ts";
import { onlyListed } from "./parameters.ts";
import type { Regime } from "./regime.ts";

/** A chain looks no further ahead for the batches that it must keep. */
const longest = 64;

const parameters: readonly ParameterInfo[] = [
  {
    name: "weights",
    type: "numbers",
    must: `relative weights of batches, at least 0: up to ${longest} ages, newest first, or a lower triangle row after row, oldest first`,
  },
  { name: "form", type: "string", must: "ages or triangle", default: "ages", choices: ["ages", "triangle"] },
  {
    name: "real",
    type: "number",
    must: "the weight of the real data at every generation, instead of what the list says; 0 leaves it",
    default: 0,
  },
];

/**
 * Any linear regime over whole batches of n: the weight of each batch in each fit.
 *
 * `form: ages` (the default) lists weights by age, the newest batch first, the same at every generation. `form:
 * triangle` lists row after row of a lower triangle: for generation g the weights of batches 1 to g, oldest first;
 * after the last row its weights stand for ages. `real`, where above 0, is the weight of the real data of generation 1
 * at every generation, in place of what the list says. Weights are relative: they are scaled to add up to the number
 * of batches seen.
 *
 * @source none: the linear workflows that arXiv:2410.22812 compares, given by their weights
 */
export const weights: Regime = {
  title: "Weights",
  summary:
    "train on whole batches with `weights` by age, newest first (or `form: triangle`), and of real data `real`",
  source: "any linear workflow in the sense of arXiv:2410.22812",
  parameters,
  parse: parseWeights,
  training: ({ weights: list, form, real }, generation, n) => {
    const row = rowOf(list as readonly number[], String(form), generation);
    const lasting = Number(real);
    const given = Array.from({ length: generation }, (_, at) =>
      at === 0 && lasting > 0 && generation > 1 ? lasting : (row[generation - 1 - at] ?? 0),
    );
    const seen = given.flatMap((weight, at) => (weight > 0 ? [{ batch: at + 1, weight }] : []));
    const total = seen.reduce((sum, { weight }) => sum + weight, 0);
    const scaled = seen.map(({ batch, weight }) => ({ batch, weight: (weight * seen.length) / total }));
    const kept = scaled.slice(0, -1);
    const draws = [{ from: generation - 1, size: n, weight: scaled.at(-1)?.weight ?? 1 }];
    if (kept.length === 0) return { draws, keeps: "none", sees: "all" };
    return {
      draws,
      keeps: kept.map(({ batch }) => batch),
      weights: kept.map(({ weight }) => weight),
      sees: "all",
    };
  },
};

/** Weights by age, newest first, at one generation. */
function rowOf(list: readonly number[], form: string, generation: number): readonly number[] {
  if (form === "ages") return list;
  const row = Math.min(generation, rowsOf(list.length));
  const end = (row * (row + 1)) / 2;
  return list.slice(end - row, end).reverse();
}

/** Rows of a packed lower triangle of so many numbers; not whole where they are no triangle. */
function rowsOf(numbers: number): number {
  return (Math.sqrt(8 * numbers + 1) - 1) / 2;
}

function parseWeights(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyListed(raw, "regime", parameters);
  const { weights: list, form: rawForm = "ages", real: rawReal = 0 } = raw;
  const form = oneOf(rawForm, "regime.form", ["ages", "triangle"]);
  const real = atLeastZero(rawReal, "regime.real");
  if (!Array.isArray(list) || list.length === 0)
    throw new ParameterError("regime.weights", "a list of numbers of at least 0", list);
  const rows = form === "ages" ? list.length : rowsOf(list.length);
  if (!Number.isInteger(rows))
    throw new ParameterError(
      "regime.weights",
      "a whole lower triangle: 1, 3, 6, 10, … numbers, row after row",
      `${list.length} numbers`,
    );
  if (rows > longest)
    throw new ParameterError(
      "regime.weights",
      `of at most ${longest} ${form === "ages" ? "ages" : "rows"}`,
      rows,
    );
  const parsed = list.map((weight, at) => atLeastZero(weight, `regime.weights[${at}]`));
  parsed.forEach((weight, at) => {
    const newest = form === "ages" ? at === 0 : Number.isInteger(rowsOf(at + 1));
    if (newest && weight === 0)
      throw new ParameterError(
        `regime.weights[${at}]`,
        "above 0, for it weighs the newest batch",
        weight,
        "A model that the next fit does not see has no place in the chain.",
      );
  });
  return { weights: parsed, form, real };
}

function atLeastZero(raw: unknown, path: string): number {
  const value = finite(raw, path);
  if (value < 0 || value > 1e6 || (value > 0 && value < 1e-6))
    throw new ParameterError(path, "0, or a number from 1e-6 to 1e6", raw);
  return value;
}
