import type { Cell, ParameterValue } from "../core/cell.ts";
import { ParameterError } from "../core/errors.ts";
import { compareMeans } from "../core/statistics/compare-means.ts";
import { holm, type MeanDifference } from "../core/statistics/welch.ts";
import type { Plan } from "../spec/plan.ts";
import { cellDigests } from "../storage/dataset/cell-digests.ts";
import { type Extent, extentOf } from "../storage/dataset/extent.ts";
import { openDataset } from "../storage/dataset/query.ts";
import type { Store } from "../storage/store.ts";
import { unfinishedCells } from "./unfinished.ts";

/** A sweep to compare, and where it is. */
export interface ComparedSweep {
  readonly store: Store;
  readonly plan: Plan;
}

/** What a cell is, whatever its seed. */
export interface CellCoordinates {
  readonly family: string;
  readonly regime: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** The regime's own. */
  readonly regimeParameters: Readonly<Record<string, ParameterValue>>;
}

/** One metric of a cell that both sweeps have. */
export interface MetricDifference {
  readonly cell: CellCoordinates;
  readonly cellIds: readonly [first: string, second: string];
  readonly metric: string;
  readonly n: readonly [first: number, second: number];
  readonly mean: readonly [first: number | null, second: number | null];
  /** Every row of the cell is the same in both sweeps, bit for bit. */
  readonly identical: boolean;
  /** Of the means, the second less the first; null where they cannot be compared. */
  readonly difference: MeanDifference | null;
  /** The difference's p-value, adjusted for all that were compared. */
  readonly adjusted: number | null;
  readonly differs: boolean;
}

export interface SweepDifference {
  readonly generation: number;
  /** Intervals hold with this confidence; adjusted p-values below 1 less this are differences. */
  readonly confidence: number;
  readonly metrics: readonly MetricDifference[];
  readonly onlyIn: readonly [first: readonly CellCoordinates[], second: readonly CellCoordinates[]];
  /** Cells of both that are not finished in one of them: they are not compared. */
  readonly unfinished: readonly CellCoordinates[];
  /** How much of each sweep its dataset holds. */
  readonly extents: readonly [first: Extent, second: Extent];
}

/** Whether there is any difference, in cells or in means. */
export function anyDifference({ metrics, onlyIn }: SweepDifference): boolean {
  return onlyIn.some((cells) => cells.length > 0) || metrics.some(({ differs }) => differs);
}

/**
 * Compares two sweeps cell by cell: cells match where family, regime and parameters do, whatever their seeds. Means are
 * compared as of independent samples; cells of one seed share their chains, so that they are the
 * same bit for bit or their intervals are too wide. Cells that are not finished in both are not compared.
 *
 * @param generation the last that both have unless given
 * @throws {ConflictError} when a sweep has no dataset yet
 * @throws {ParameterError} when `cells` does not report that generation
 */
export async function diffSweeps(
  sweeps: readonly [first: ComparedSweep, second: ComparedSweep],
  confidence: number,
  generation: number = Math.min(...sweeps.map(({ plan }) => plan.generations)),
): Promise<SweepDifference> {
  const [one, other] = sweeps;
  const [{ cells: first, ...ofOne }, { cells: second, ...ofOther }] = await Promise.all([
    read(one, generation),
    read(other, generation),
  ]);
  const both = [...first].flatMap(([name, mine]): (readonly [MeansOfCell, MeansOfCell])[] => {
    const theirs = second.get(name);
    return theirs ? [[mine, theirs]] : [];
  });
  const isFinished = (pair: readonly MeansOfCell[]): boolean => pair.every(({ finished }) => finished);
  const compared = both.filter(isFinished).flatMap(([mine, theirs]) => comparisons(mine, theirs, confidence));
  const tested = compared.filter(({ difference }) => difference !== null);
  const adjusted = new Map(
    holm(tested.map(({ difference }) => difference?.p ?? 1)).map((p, i) => [tested[i], p]),
  );
  const only = (of: CellMeans, others: CellMeans): CellCoordinates[] =>
    [...of].filter(([name]) => !others.has(name)).map(([, { cell }]) => coordinatesOf(cell));
  return {
    generation,
    confidence,
    metrics: compared.map((one) => {
      const p = adjusted.get(one) ?? null;
      return { ...one, adjusted: p, differs: p !== null && p < 1 - confidence };
    }),
    onlyIn: [only(first, second), only(second, first)],
    unfinished: both.filter((pair) => !isFinished(pair)).map(([{ cell }]) => coordinatesOf(cell)),
    extents: [ofOne.extent, ofOther.extent],
  };
}

interface Summary {
  readonly n: number;
  readonly mean: number | null;
  readonly sd: number | null;
}

interface MeansOfCell {
  readonly cell: Cell;
  /** Whether its means are of all its chains. */
  readonly finished: boolean;
  /** Undefined where rows cannot be told apart by it. */
  readonly digest: string | undefined;
  readonly metrics: ReadonlyMap<string, Summary>;
}

/** By what a cell is. */
type CellMeans = ReadonlyMap<string, MeansOfCell>;

async function read(
  { store, plan }: ComparedSweep,
  generation: number,
): Promise<{ readonly cells: CellMeans; readonly extent: Extent }> {
  const dataset = await openDataset(store, plan.sweepId, ["cells", "chains", "failures"]);
  try {
    const { rows } = await dataset.query(
      `SELECT cell_id, metric, any_value(n), any_value(mean), any_value(sd) FROM cells WHERE generation = ${generation} GROUP BY cell_id, metric ORDER BY cell_id, metric`,
    );
    if (rows.length === 0)
      throw new ParameterError(
        "--generation",
        `one that the \`cells\` of ${plan.sweepId} report`,
        generation,
        `List them: ouro query ${plan.sweepId} "SELECT DISTINCT generation FROM cells ORDER BY 1".`,
      );
    const byCell = new Map<string, Map<string, Summary>>();
    for (const [id, metric, n, mean, sd] of rows) {
      const metrics = byCell.get(String(id)) ?? new Map<string, Summary>();
      byCell.set(
        String(id),
        metrics.set(String(metric), { n: Number(n), mean: orNull(mean), sd: orNull(sd) }),
      );
    }
    const extent = await extentOf(store, dataset.manifest);
    const unfinished = new Set((await unfinishedCells(dataset, plan)).map(({ cellId }) => cellId));
    const digests = await cellDigests(store, dataset.manifest);
    const cells = plan.cells.map((cell) => {
      const metrics = byCell.get(cell.id) ?? new Map<string, Summary>();
      return [
        nameOf(cell),
        { cell, finished: !unfinished.has(cell.id), digest: digests.get(cell.id), metrics },
      ] as const;
    });
    return { cells: new Map(cells), extent };
  } finally {
    await dataset.close();
  }
}

type Compared = Omit<MetricDifference, "adjusted" | "differs">;

function comparisons(one: MeansOfCell, other: MeansOfCell, confidence: number): Compared[] {
  const identical = one.digest !== undefined && one.digest === other.digest;
  return [...one.metrics].flatMap(([metric, a]) => {
    const b = other.metrics.get(metric);
    if (b === undefined) return [];
    const [first, second] = [a, b].map(({ n, mean, sd }) => ({
      n,
      mean: mean ?? Number.NaN,
      sd: sd ?? Number.NaN,
    }));
    const difference = first && second && !identical ? compareMeans(first, second, confidence) : undefined;
    return [
      {
        cell: coordinatesOf(one.cell),
        cellIds: [one.cell.id, other.cell.id],
        metric,
        n: [a.n, b.n],
        mean: [a.mean, b.mean],
        identical,
        difference: difference ?? null,
      },
    ];
  });
}

function coordinatesOf({ family, regime, parameters, regimeParameters }: Cell): CellCoordinates {
  return { family, regime, parameters, regimeParameters };
}

function nameOf({ family, regime, parameters, regimeParameters }: Cell): string {
  const sorted = [parameters, regimeParameters].map((all) =>
    Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return JSON.stringify([family, regime, ...sorted]);
}

function orNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
