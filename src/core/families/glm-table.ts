import type { Cell, Parameters } from "../cell.ts";
import { ParameterError } from "../errors.ts";
import { refuse } from "../files/csv.ts";
import { fileOf } from "../files/file-of.ts";
import { type Table, tableIn } from "../files/table.ts";
import type { GlmLink } from "./glm-link.ts";

/** Rows with labels. */
export interface LabelledRows {
  /** A column of ones where there is an intercept, then the features: one number a row. */
  readonly design: readonly Float64Array[];
  readonly labels: Float64Array;
}

/** Real data of a generalised linear model. */
export interface GlmTable {
  /** What is fitted. */
  readonly rows: LabelledRows;
  /** What fits are judged by: the rows held out, or all of them where none is. */
  readonly judged: LabelledRows;
}

type CellWithFile = Pick<Cell, "parameters" | "files">;

const path = "parameters.data";

/**
 * The table that a cell's data file holds: features and target by column name, rows held out where a column says so.
 * Features are brought to mean 0 and standard deviation 1 over the rows that are fitted, unless the cell says otherwise.
 *
 * @throws {ParameterError} for a column that is not there or that varies not, a label that the link does not take
 * @source arXiv:2410.22812, logistic experiments on tables (fixed rows, labels redrawn; test rows held out)
 */
export function glmTable(cell: CellWithFile, link: GlmLink): GlmTable {
  const { parameters } = cell;
  const table = tableIn(fileOf(cell, "data"), path);
  const target = String(parameters["target"]);
  const { values: labels, fields } = table.column(target, "parameters.target");
  labels.forEach((label, at) => {
    const field = fields[at];
    if (field && !link.takes(label)) refuse(path, `CSV with ${link.labels} as ${target}`, field.text, field);
  });
  const held = heldOut(parameters, table);
  const names = featuresOf(parameters, table);
  names.forEach((name, at) => {
    if (name === target || name === parameters["holdout"] || names.indexOf(name) !== at)
      throw new ParameterError(
        "parameters.features",
        "columns other than target and holdout, each once",
        name,
        "Leave it out.",
      );
  });
  const columns = names.map((name) => table.column(name, "parameters.features").values);
  const fitted = indices(held, 0);
  if (fitted.length === 0)
    throw new ParameterError("parameters.holdout", "a column with 0 in the rows to fit", "1 in every row");
  const judged = held.includes(1) ? indices(held, 1) : fitted;
  const scales = columns.map((column, at) => scaleOf(pick(column, fitted), names[at] ?? "", parameters));
  const rowsAt = (places: readonly number[]): LabelledRows => {
    const features = columns.map((column, at) => {
      const { centre, spread } = scales[at] as Scale;
      return pick(column, places).map((value) => (value - centre) / spread);
    });
    const ones = parameters["intercept"] === true ? [new Float64Array(places.length).fill(1)] : [];
    return { design: [...ones, ...features], labels: pick(labels, places) };
  };
  return { rows: rowsAt(fitted), judged: rowsAt(judged) };
}

/**
 * Parameters with the size of the table that they name.
 *
 * @throws {ParameterError} as {@link glmTable}, and where sizes are given that are not the table's
 * @source none: a check of what a person wrote
 */
export function withTable(cell: CellWithFile, link: GlmLink): Parameters {
  const { parameters } = cell;
  if (parameters["data"] === undefined) return parameters;
  const { rows } = glmTable(cell, link);
  const samples = rows.labels.length;
  const unknowns = rows.design.length;
  const dimension = unknowns - (parameters["intercept"] === true ? 1 : 0);
  for (const [name, size] of Object.entries({ samples, dimension }))
    if (parameters[name] !== 0 && parameters[name] !== size)
      throw new ParameterError(
        `parameters.${name}`,
        `left out or ${size}, as the data have it`,
        parameters[name],
      );
  if (samples < unknowns)
    throw new ParameterError(path, `a table of at least ${unknowns} rows to fit`, `${samples} rows`);
  return { ...parameters, samples, dimension };
}

/** 1 for a row that is held out, else 0. */
function heldOut(parameters: Parameters, table: Table): Float64Array {
  if (parameters["holdout"] === undefined) return new Float64Array(table.rows);
  const name = String(parameters["holdout"]);
  const { values, fields } = table.column(name, "parameters.holdout");
  values.forEach((value, at) => {
    const field = fields[at];
    if (field && value !== 0 && value !== 1) refuse(path, `CSV with 0 or 1 as ${name}`, field.text, field);
  });
  return values;
}

function featuresOf(parameters: Parameters, { names }: Table): readonly string[] {
  const { features, target, holdout } = parameters;
  if (typeof features === "string") return features.split(",").map((name) => name.trim());
  return names.filter((name) => name !== target && name !== holdout);
}

interface Scale {
  readonly centre: number;
  readonly spread: number;
}

function scaleOf(values: Float64Array, name: string, parameters: Parameters): Scale {
  if (parameters["standardise"] !== true) return { centre: 0, spread: 1 };
  const varies = values.some((value) => value !== values[0]);
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  if (!varies)
    throw new ParameterError(
      "parameters.features",
      "columns that vary over the rows fitted",
      name,
      "Leave it out.",
    );
  if (!(squares > 0 && squares < Number.POSITIVE_INFINITY))
    throw new ParameterError(
      "parameters.features",
      "columns whose spread is from 1e-150 to 1e150",
      name,
      "Give it in another unit.",
    );
  return { centre, spread: Math.sqrt(squares / values.length) };
}

function indices(values: Float64Array, wanted: number): number[] {
  return Array.from(values.keys()).filter((at) => values[at] === wanted);
}

function pick(values: Float64Array, places: readonly number[]): Float64Array {
  return Float64Array.from(places, (at) => values[at] ?? Number.NaN);
}
