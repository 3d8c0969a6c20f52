import type { DuckDBConnection } from "@duckdb/node-api";
import type { Plan } from "../../spec/plan.ts";
import { cohortIdentity, cohortsIn } from "../cohort-identity.ts";
import type { FailureRecord } from "../failures.ts";
import { text } from "./columns.ts";

/** Fills `failure_facts` with a row for every cohort that was given up. */
export async function createFailureFacts(
  connection: DuckDBConnection,
  plan: Plan,
  failures: readonly FailureRecord[],
): Promise<void> {
  await connection.run(`CREATE TABLE failure_facts (cohort INTEGER, cell_id VARCHAR, first_replicate INTEGER, chains INTEGER,
    type VARCHAR, message VARCHAR, attempts INTEGER, generation INTEGER, example_chain VARCHAR)`);
  const appender = await connection.createAppender("failure_facts");
  for (const failure of failures) {
    if (failure.cohort >= cohortsIn(plan)) continue;
    const { slice } = cohortIdentity(plan, failure.cohort);
    appender.appendInteger(failure.cohort);
    appender.appendVarchar(slice.cell.id);
    appender.appendInteger(slice.first);
    appender.appendInteger(slice.count);
    appender.appendVarchar(failure.type);
    appender.appendVarchar(failure.message);
    appender.appendInteger(failure.attempts);
    appender.appendInteger(failure.generation);
    appender.appendVarchar(`${slice.cell.id}-${slice.first}`);
    appender.endRow();
  }
  appender.closeSync();
}

/** The SELECT of `failures`, sorted by cohort. */
export function failuresSelect(plan: Plan): string {
  return `SELECT ${text(plan.sweepId)} AS sweep_id, f.* FROM failure_facts f ORDER BY f.cohort`;
}
