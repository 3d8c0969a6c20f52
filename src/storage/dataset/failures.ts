import type { DuckDBConnection } from "@duckdb/node-api";
import type { Plan } from "../../spec/plan.ts";
import { cohortAt } from "../../spec/cohorts.ts";
import type { CohortFailure } from "../failures.ts";
import { text } from "./columns.ts";

/** Fills `failure_facts` with a row for every cohort that was given up. */
export async function createFailureFacts(
  connection: DuckDBConnection,
  plan: Plan,
  failures: readonly CohortFailure[],
): Promise<void> {
  await connection.run(`CREATE TABLE failure_facts (cell INTEGER, cell_id VARCHAR, first_replicate BIGINT, chains BIGINT,
    type VARCHAR, message VARCHAR, attempts BIGINT, generation BIGINT, example_chain VARCHAR)`);
  const appender = await connection.createAppender("failure_facts");
  for (const failure of failures) {
    const { cell, slice } = cohortAt(plan, failure.cohort);
    appender.appendInteger(cell);
    appender.appendVarchar(slice.cell.id);
    appender.appendBigInt(BigInt(slice.first));
    appender.appendBigInt(BigInt(slice.count));
    appender.appendVarchar(failure.type);
    appender.appendVarchar(failure.message);
    appender.appendBigInt(BigInt(failure.attempts));
    appender.appendBigInt(BigInt(failure.generation));
    appender.appendVarchar(`${slice.cell.id}-${slice.first}`);
    appender.endRow();
  }
  appender.closeSync();
}

/** The SELECT of `failures`, sorted by cell and replicates. */
export function failuresSelect(plan: Plan): string {
  return `SELECT ${text(plan.sweepId)} AS sweep_id, f.* EXCLUDE cell FROM failure_facts f ORDER BY f.cell, f.first_replicate`;
}
