import { statuses } from "../../core/cohort.ts";
import type { Metric, ParameterInfo } from "../../core/families/family.ts";
import type { DatasetColumns } from "./columns.ts";
import type { TableName } from "./manifest.ts";

/** What DuckDB calls a column's type; every one is nullable in the files. */
export type ColumnType = "VARCHAR" | "BOOLEAN" | "BIGINT" | "DOUBLE" | "TIMESTAMP WITH TIME ZONE";

/** A column as people and warehouses are told of it. */
export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
  /** Where numbers have one; `1` is a pure number, `metric` that of the row's metric. */
  readonly unit?: string;
  readonly meaning: string;
  /** When it is null, in words; absent: never. */
  readonly nulls?: string;
}

/** A table of every dataset: fixed columns, and a place for those that a sweep brings. */
export interface TableSchema {
  readonly name: TableName;
  readonly meaning: string;
  /** Columns that tell its rows apart, none of them ever null. */
  readonly key: readonly string[];
  /** What rows are sorted by, inside a file and from file to file, in words. */
  readonly order: string;
  readonly before: readonly ColumnSchema[];
  /** What a sweep brings between `before` and `between`, and between `between` and `after`. */
  readonly brings: readonly ("parameters" | "metrics")[];
  readonly between: readonly ColumnSchema[];
  readonly after: readonly ColumnSchema[];
}

/** What a family or a regime says of its parameters and metrics. */
export interface Described {
  readonly parameters: readonly ParameterInfo[];
  readonly metrics: readonly Metric[];
}

const columns = (
  ...rows: readonly (readonly [string, ColumnType, string, string, string])[]
): ColumnSchema[] =>
  rows.map(([name, type, unit, meaning, nulls]) => ({
    name,
    type,
    ...(unit && { unit }),
    meaning,
    ...(nulls && { nulls }),
  }));

const identity = columns(
  ["sweep_id", "VARCHAR", "", "the sweep: its name and ten digits of its spec's digest", ""],
  ["cell_id", "VARCHAR", "", "the cell: 16 hexadecimal digits, a digest of family, regime, parameters", ""],
);
const chain = columns([
  "chain_id",
  "VARCHAR",
  "",
  "the chain: `<cell_id>-<replicate>`, which `ouro reproduce` takes",
  "",
]);
const model = columns(
  ["family", "VARCHAR", "", "the model family", ""],
  ["regime", "VARCHAR", "", "which data a generation trains on", ""],
);
const empty = "no chain has a finite value there";
const unlogged = "a value is not positive or not finite, or there is none";
const silent = "theory says nothing of this cell, metric and generation";

/** The four tables, in the order in which they are loaded. The one place where their columns are written down. */
export const tableSchemas: readonly TableSchema[] = [
  {
    name: "generations",
    meaning: "a row per chain and generation that was committed",
    key: ["sweep_id", "cell_id", "replicate", "generation"],
    order: "cell, replicate, generation",
    before: [...identity, ...chain, ...model],
    brings: ["parameters", "metrics"],
    between: columns(
      ["replicate", "BIGINT", "1", "number of the chain in its cell, from 0", ""],
      ["generation", "BIGINT", "1", "from 1, the fit to real data", ""],
      ["training_size", "BIGINT", "observations", "observations that this fit saw", ""],
      ["real_share", "DOUBLE", "1", "share of them that are real data, 0 to 1", ""],
    ),
    after: columns([
      "status",
      "VARCHAR",
      "",
      `how the fit went: ${statuses.map((status) => `\`${status}\``).join(", ")}`,
      "",
    ]),
  },
  {
    name: "chains",
    meaning: "a row per chain that the plan asks for, begun or not",
    key: ["sweep_id", "cell_id", "replicate"],
    order: "cell, replicate",
    before: [...identity.slice(0, 1), ...chain, ...identity.slice(1), ...model],
    brings: ["parameters"],
    between: columns(
      ["replicate", "BIGINT", "1", "number of the chain in its cell, from 0", ""],
      ["outcome", "VARCHAR", "", "the first status other than `ok`, else `ok`", "nothing was committed yet"],
      ["ended_at", "BIGINT", "1", "generation at which the outcome was reached", "the chain is `ok`"],
      ["generations", "BIGINT", "1", "generations committed", ""],
      ["complete", "BOOLEAN", "", "whether its cohort has nothing left to do", ""],
      ["compute_seconds", "DOUBLE", "s", "time spent on its kernels: its cohort's, shared equally", ""],
      ["attempts", "BIGINT", "1", "1, and one more for each time a segment had to be tried again", ""],
      ["spec_digest", "VARCHAR", "", "SHA-256 of the spec, hexadecimal", ""],
      [
        "numerics_version",
        "BIGINT",
        "1",
        "version of the numbers: equal seeds give equal numbers within one",
        "",
      ],
      [
        "package_version",
        "VARCHAR",
        "",
        "ouroboros that made the newest segment",
        "nothing was committed yet",
      ],
      ["node_version", "VARCHAR", "", "Node.js that made the newest segment", "nothing was committed yet"],
      ["cpu_model", "VARCHAR", "", "processor that made the newest segment", "it is not known"],
    ),
    after: [],
  },
  {
    name: "cells",
    meaning:
      "a row per cell, metric, generation reported and prediction; one without theory where it is silent, none of a metric that no chain of the cell has",
    key: ["sweep_id", "cell_id", "metric", "generation", "prediction"],
    order: "cell, metric, generation, prediction",
    before: [...identity, ...model],
    brings: ["parameters"],
    between: columns(
      ["metric", "VARCHAR", "", "the metric summarised: a column of `generations`", ""],
      ["generation", "BIGINT", "1", "all up to 60, then 20 a decade and the last", ""],
      ["n", "BIGINT", "chains", "chains with a value; one that was stopped before has its last", ""],
      [
        "mean",
        "DOUBLE",
        "metric",
        "arithmetic mean over them; ±Inf where a value is",
        "no chain has a value, or ∞ meets −∞",
      ],
      [
        "sd",
        "DOUBLE",
        "metric",
        "sample standard deviation, divisor n − 1",
        "n is below 2, or a value is beyond 1e150",
      ],
      ["se", "DOUBLE", "metric", "sd / √n", "sd is"],
      ["q05", "DOUBLE", "metric", "5 % quantile, linear between order statistics (type 7)", empty],
      ["q25", "DOUBLE", "metric", "25 % quantile", empty],
      ["q50", "DOUBLE", "metric", "median", empty],
      ["q75", "DOUBLE", "metric", "75 % quantile", empty],
      ["q95", "DOUBLE", "metric", "95 % quantile", empty],
      [
        "mad",
        "DOUBLE",
        "metric",
        "median absolute deviation from the median, not scaled",
        "the median is not finite",
      ],
      [
        "trimmed_mean",
        "DOUBLE",
        "metric",
        "mean without the lowest and the highest tenth, each rounded down",
        "no chain has a value, or ∞ meets −∞",
      ],
      ["log_mean", "DOUBLE", "log metric", "mean of the natural logarithms", unlogged],
      ["log_sd", "DOUBLE", "log metric", "their sample standard deviation", `${unlogged}, or n is below 2`],
      [
        "first_ratio",
        "DOUBLE",
        "1",
        "mean / mean at generation 1, over the chains that have both",
        `fewer than 2 chains have both, a value is not finite, or the mean at generation 1 is within 4 standard errors of 0`,
      ],
      ["first_ratio_low", "DOUBLE", "1", "lower end of its 95 % interval (delta method)", "first_ratio is"],
      ["first_ratio_high", "DOUBLE", "1", "upper end of its 95 % interval", "first_ratio is"],
      ["theory_value", "DOUBLE", "metric", "what theory says of the mean", silent],
      ["theory_kind", "VARCHAR", "", "`exact`, `asymptotic`, `lower` or `upper`", silent],
      ["theory_source", "VARCHAR", "", "paper, version and place", silent],
      ["theory_slack", "DOUBLE", "1", "relative error that finite n may add", "the kind is not `asymptotic`"],
      [
        "theory_sd",
        "DOUBLE",
        "metric",
        "standard deviation of one chain's value, where it is known",
        "it is not known",
      ],
      ["ratio", "DOUBLE", "1", "mean / theory_value", "theory is silent or 0, or the quotient is not finite"],
      [
        "ratio_low",
        "DOUBLE",
        "1",
        "lower end of its 95 % interval: ratio − 1.96 standard errors of the mean / |theory_value|",
        "ratio is, or there is no spread to judge by",
      ],
      ["ratio_high", "DOUBLE", "1", "upper end of its 95 % interval", "ratio_low is"],
      [
        "z",
        "DOUBLE",
        "1",
        "(mean − theory_value) / standard error, by theory_sd where it is known, else by sd unless theory knows it to be larger",
        "theory is silent, or there is no spread to judge by",
      ],
      [
        "verdict",
        "VARCHAR",
        "",
        "`agrees` or `differs`",
        "theory is silent, or there is nothing to judge by",
      ],
      ["prediction", "BIGINT", "1", "number of the prediction among those of the same mean, from 0", ""],
    ),
    after: [],
  },
  {
    name: "failures",
    meaning: "a row per cohort that was given up",
    key: ["sweep_id", "cell_id", "first_replicate"],
    order: "cell, first replicate",
    before: [
      ...identity,
      ...columns(
        ["first_replicate", "BIGINT", "1", "its first replicate", ""],
        ["chains", "BIGINT", "chains", "its chains", ""],
        ["type", "VARCHAR", "", "class of the error", ""],
        ["message", "VARCHAR", "", "what it said", ""],
        ["attempts", "BIGINT", "1", "how often it was tried", ""],
        ["generation", "BIGINT", "1", "generations committed before", ""],
        ["example_chain", "VARCHAR", "", "a chain of it, to reproduce", ""],
      ),
    ],
    brings: [],
    between: [],
    after: [],
  },
];

/** The schema of a table by its name. */
export function tableSchema(name: TableName): TableSchema {
  const found = tableSchemas.find((schema) => schema.name === name);
  if (found === undefined) throw new RangeError(`no table ${name}`);
  return found;
}

/**
 * All columns of a table of one sweep, in the order in which its files have them.
 *
 * @param described what is known of the sweep's families; columns that none of them describes say less
 */
export function columnsOf(
  schema: TableSchema,
  brought: DatasetColumns,
  described: readonly Described[] = [],
): ColumnSchema[] {
  const parameters = brought.parameters.map(({ column, parameter, of, type }): ColumnSchema => {
    const info = described.flatMap((each) => each.parameters).find(({ name }) => name === parameter);
    const whose = of === "parameters" ? "parameter" : "regime's parameter";
    const meaning = `${whose} \`${parameter}\`${info && of === "parameters" ? `: ${info.must}` : ""}`;
    return { name: column, type, meaning, nulls: "the cell has no such parameter" };
  });
  const metrics = brought.metrics.map(({ column, metric }): ColumnSchema => {
    const info = described.flatMap((each) => each.metrics).find(({ name }) => name === metric);
    const where = info?.definedWhere ? `, or not: ${info.definedWhere}` : "";
    return {
      name: column,
      type: "DOUBLE",
      unit: info?.unit ?? "1",
      meaning: info?.meaning ?? `metric \`${metric}\``,
      nulls: `the family has no such metric, or the status left none${where}`,
    };
  });
  const of = { parameters, metrics };
  const [first, second] = schema.brings;
  return [
    ...schema.before,
    ...(first ? of[first] : []),
    ...schema.between,
    ...(second ? of[second] : []),
    ...schema.after,
  ];
}
