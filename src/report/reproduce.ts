import type { Cell } from "../core/cell.ts";
import { statuses } from "../core/cohort.ts";
import { ConflictError, ParameterError } from "../core/errors.ts";
import { metricNames } from "../core/families/registry.ts";
import { openCohort } from "../core/open.ts";
import { advanceSegment } from "../core/segment.ts";
import { stopRule } from "../core/stop.ts";
import type { Plan } from "../spec/plan.ts";
import { datasetColumns, quoted } from "../storage/dataset/columns.ts";
import { heldMetrics } from "../storage/dataset/held-metrics.ts";
import { openDataset, type QueryResult } from "../storage/dataset/query.ts";
import type { Store } from "../storage/store.ts";

/** One value of a chain that came out differently. */
export interface Difference {
  readonly generation: number;
  readonly column: string;
  readonly dataset: number | string | null;
  readonly again: number | string | null;
}

export interface Reproduction {
  readonly chainId: string;
  /** Generations of the chain, and those that the dataset has so far. */
  readonly generations: number;
  readonly held: number;
  readonly values: number;
  /** Metrics that were not compared: an earlier version, which did not know them, computed some of the chain. */
  readonly without: readonly string[];
  /** The first few; empty where every bit is the same. */
  readonly differences: readonly Difference[];
}

const shown = 10;

/**
 * Runs one chain again, alone and without a server, and compares every value that the dataset has of it, bit for bit.
 *
 * @param chainId `<cell id>-<replicate>`, as in the dataset
 * @throws {ParameterError} when the plan has no such chain
 * @throws {ConflictError} when the dataset has no such chain so far: values have not asked for it
 */
export async function reproduceChain(store: Store, plan: Plan, chainId: string): Promise<Reproduction> {
  const { cell, replicate } = locate(plan, chainId);
  const metrics = metricNames(cell.family);
  const { compared, rows, complete } = await heldOf(store, plan, { cell, replicate, chainId });
  const again = advanceSegment(
    openCohort({ cell, first: replicate, count: 1 }),
    1,
    metrics.length,
    plan.generations,
    () => true,
    undefined,
    plan.stop && { rule: stopRule(plan.stop.when, metrics), stoppedAt: new Int32Array(1) },
  );
  const differences: Difference[] = [];
  for (const [generation, status, ...values] of rows) {
    const index = Number(generation) - 1;
    const ours = statuses[again.status[index] ?? 0] ?? null;
    if (status !== ours)
      differences.push({ generation: index + 1, column: "status", dataset: String(status), again: ours });
    for (const [place, name] of compared.entries()) {
      const was = values[place] === null ? null : Number(values[place]);
      const value = again.metrics[metrics.indexOf(name)]?.[index];
      const is = value === undefined || Number.isNaN(value) ? null : value;
      if (!Object.is(was, is))
        differences.push({ generation: index + 1, column: name, dataset: was, again: is });
    }
  }
  // A chain that failed, or goes on, has the rest still to come.
  for (let index = rows.length; complete && index < again.to; index++)
    differences.push({ generation: index + 1, column: "generation", dataset: null, again: index + 1 });
  return {
    chainId,
    generations: again.to,
    held: rows.length,
    values: rows.length * (compared.length + 1),
    without: metrics.filter((name) => !compared.includes(name)),
    differences: differences.slice(0, shown),
  };
}

interface PlannedChain {
  readonly cell: Cell;
  readonly replicate: number;
  readonly chainId: string;
}

/** What the dataset has of a chain. */
interface HeldChain {
  /** Metrics that all rows have. */
  readonly compared: readonly string[];
  /** Generation, status, and those metrics. */
  readonly rows: QueryResult["rows"];
  /** Whether these are all. */
  readonly complete: boolean;
}

async function heldOf(
  store: Store,
  plan: Plan,
  { cell, replicate, chainId }: PlannedChain,
): Promise<HeldChain> {
  const columnOf = new Map(
    datasetColumns(plan, metricNames).metrics.map(({ metric, column }) => [metric, column]),
  );
  const dataset = await openDataset(store, plan.sweepId, ["chains", "generations"]);
  try {
    const of = `WHERE cell_id = '${cell.id}' AND replicate = ${replicate}`;
    const [chain] = (await dataset.query(`SELECT complete FROM chains ${of}`)).rows;
    if (chain === undefined)
      throw new ConflictError(
        `The dataset of ${plan.sweepId} has no chain ${chainId} so far. List those that it has: ouro query ${plan.sweepId} "SELECT chain_id FROM chains".`,
      );
    const held = await heldMetrics(store, dataset.manifest, cell.id, replicate);
    const compared = metricNames(cell.family).filter((name) => held?.has(name) ?? true);
    const columns = compared.map((metric) => quoted(columnOf.get(metric) ?? metric));
    const { rows } = await dataset.query(
      `SELECT ${["generation", "status", ...columns].join(", ")} FROM generations ${of} ORDER BY generation`,
    );
    return { compared, rows, complete: chain[0] === true };
  } finally {
    await dataset.close();
  }
}

function locate(plan: Plan, chainId: string): Omit<PlannedChain, "chainId"> {
  const [, cellId, digits] = /^([0-9a-f]{16})-(\d+)$/.exec(chainId) ?? [];
  const cell = plan.cells.find(({ id }) => id === cellId);
  const replicate = Number(digits);
  if (cell === undefined || !(replicate < plan.replicates))
    throw new ParameterError(
      "CHAIN",
      `a chain of ${plan.sweepId}, written as <cell id>-<replicate>`,
      chainId,
      `List them: ouro query ${plan.sweepId} "SELECT chain_id FROM chains".`,
    );
  return { cell, replicate };
}
