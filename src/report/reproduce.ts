import { statuses } from "../core/cohort.ts";
import { ParameterError } from "../core/errors.ts";
import { familyNamed } from "../core/families/registry.ts";
import { openCohort } from "../core/open.ts";
import { advanceSegment } from "../core/segment.ts";
import { stopRule } from "../core/stop.ts";
import type { Plan } from "../spec/plan.ts";
import { queryDataset } from "../storage/dataset/query.ts";
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
  readonly generations: number;
  readonly values: number;
  /** The first few; empty where every bit is the same. */
  readonly differences: readonly Difference[];
}

const shown = 10;

/**
 * Runs one chain again, alone and without a server, and compares every value with the dataset's, bit for bit.
 *
 * @param chainId `<cell id>-<replicate>`, as in the dataset
 * @throws {ParameterError} when the plan has no such chain
 * @throws {ConflictError} when the sweep has no dataset yet
 */
export async function reproduceChain(store: Store, plan: Plan, chainId: string): Promise<Reproduction> {
  const { cell, replicate } = locate(plan, chainId);
  const metrics = familyNamed(cell.family).metrics.map((metric) => metric.name);
  const again = advanceSegment(
    openCohort({ cell, first: replicate, count: 1 }),
    1,
    metrics.length,
    plan.generations,
    () => true,
    undefined,
    plan.stop && { rule: stopRule(plan.stop.when, metrics), stoppedAt: new Int32Array(1) },
  );
  const columns = metrics.map((name) => `"${name}"`).join(", ");
  const { rows } = await queryDataset(
    store,
    plan.sweepId,
    `SELECT generation, status, ${columns} FROM generations WHERE cell_id = '${cell.id}' AND replicate = ${replicate} ORDER BY generation`,
  );
  const differences: Difference[] = [];
  for (const [generation, status, ...values] of rows) {
    const index = Number(generation) - 1;
    const ours = statuses[again.status[index] ?? 0] ?? null;
    if (status !== ours)
      differences.push({ generation: index + 1, column: "status", dataset: String(status), again: ours });
    for (const [m, name] of metrics.entries()) {
      const was = values[m] === null ? null : Number(values[m]);
      const value = again.metrics[m]?.[index];
      const is = value === undefined || Number.isNaN(value) ? null : value;
      if (!Object.is(was, is))
        differences.push({ generation: index + 1, column: name, dataset: was, again: is });
    }
  }
  for (let index = rows.length; index < again.to; index++)
    differences.push({ generation: index + 1, column: "generation", dataset: null, again: index + 1 });
  return {
    chainId,
    generations: again.to,
    values: rows.length * (metrics.length + 1),
    differences: differences.slice(0, shown),
  };
}

function locate(plan: Plan, chainId: string): { cell: Plan["cells"][number]; replicate: number } {
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
