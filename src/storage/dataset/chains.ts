import type { DuckDBConnection } from "@duckdb/node-api";
import { statuses } from "../../core/cohort.ts";
import type { Plan } from "../../spec/plan.ts";
import { cohortAt, cohortCount } from "../../spec/cohorts.ts";
import { type Demand, isAskedFor } from "../demand.ts";
import { lastGeneration } from "../outcomes.ts";
import type { CohortFacts } from "./cohort-facts.ts";
import { cellColumns } from "./cell-facts.ts";
import { type DatasetColumns, text } from "./columns.ts";

/**
 * Fills `chain_facts` with the chains that are asked for: a row for neighbours of a cohort that ended alike, which most did.
 * A chain without a checkpoint has 0 generations and no outcome. Compute seconds are the cohort's, shared equally; attempts are the cohort's.
 *
 * @param cohorts by cohort number
 * @param demand what is asked for
 */
export async function createChainFacts(
  connection: DuckDBConnection,
  plan: Plan,
  cohorts: ReadonlyMap<number, CohortFacts>,
  demand: Demand,
): Promise<void> {
  await connection.run(`CREATE TABLE chain_facts (cell INTEGER, first BIGINT, count BIGINT, outcome VARCHAR, ended_at BIGINT,
    generations BIGINT, complete BOOLEAN, compute_seconds DOUBLE, attempts BIGINT, package_version VARCHAR, node_version VARCHAR, cpu_model VARCHAR)`);
  const appender = await connection.createAppender("chain_facts");
  for (let cohort = 0; cohort < cohortCount(plan); cohort++) {
    const { cell, slice } = cohortAt(plan, cohort);
    if (!isAskedFor(demand, { ...slice, cell })) continue;
    const facts = cohorts.get(cohort);
    for (let lane = 0, next = 0; lane < slice.count; lane = next) {
      const { outcome, endedAt, generations } = endOf(facts, lane);
      for (next = lane + 1; next < slice.count; next++) {
        const other = endOf(facts, next);
        if (other.outcome !== outcome || other.endedAt !== endedAt || other.generations !== generations)
          break;
      }
      appender.appendInteger(cell);
      appender.appendBigInt(BigInt(slice.first + lane));
      appender.appendBigInt(BigInt(next - lane));
      if (facts === undefined) appender.appendNull();
      else appender.appendVarchar(statuses[outcome] ?? "ok");
      if (endedAt === 0) appender.appendNull();
      else appender.appendBigInt(BigInt(endedAt));
      appender.appendBigInt(BigInt(generations));
      appender.appendBoolean(facts?.finished ?? false);
      appender.appendDouble((facts?.computeSeconds ?? 0) / slice.count);
      appender.appendBigInt(BigInt(facts?.attempts ?? 0));
      for (const version of [facts?.packageVersion, facts?.nodeVersion, facts?.cpuModel])
        if (version === undefined) appender.appendNull();
        else appender.appendVarchar(version);
      appender.endRow();
    }
  }
  appender.closeSync();
}

/** How a chain ended, or how far it is. */
function endOf(
  facts: CohortFacts | undefined,
  lane: number,
): { readonly outcome: number; readonly endedAt: number; readonly generations: number } {
  if (facts === undefined) return { outcome: 0, endedAt: 0, generations: 0 };
  const { outcomes, generation } = facts;
  return {
    outcome: outcomes.outcome[lane] ?? 0,
    endedAt: outcomes.endedAt[lane] ?? 0,
    generations: lastGeneration(outcomes, lane, generation),
  };
}

/** The SELECT of `chains`, sorted by (cell, replicate). */
export function chainsSelect(plan: Plan, columns: DatasetColumns): string {
  return `
    SELECT ${text(plan.sweepId)} AS sweep_id, c.cell_id || '-' || f.replicate AS chain_id, c.cell_id,
      ${cellColumns(columns)}, f.replicate, f.outcome, f.ended_at, f.generations, f.complete, f.compute_seconds, f.attempts,
      ${text(plan.specDigest)} AS spec_digest, ${plan.numericsVersion}::BIGINT AS numerics_version, f.package_version, f.node_version, f.cpu_model
    FROM (SELECT *, unnest(range(first, first + count)) AS replicate FROM chain_facts) f JOIN cell_facts c ON c.cell = f.cell
    ORDER BY f.cell, f.replicate`;
}
