import { finalStatuses, type Status, statuses } from "./cohort.ts";
import { parseCondition } from "./condition.ts";

/** When a chain ends before its last generation: decided by its own metrics alone. */
export interface StopRule {
  /**
   * Whether a lane ends with the generation it has just done.
   *
   * @param metrics `metrics[m][lane]`, in the order of the family's metrics
   * @param status of the lane, index into `statuses`
   */
  holds(generation: number, metrics: readonly Float64Array[], lane: number, status: number): boolean;
}

/** What a condition may name beside the family's metrics. */
export const stopNames: readonly string[] = ["collapse", "generation", "status"];

const isFinal: readonly boolean[] = statuses.map((status: Status) => finalStatuses.includes(status));

/**
 * Reads when a chain is to end: `collapse`, or a condition such as `variance < 1e-6 or generation >= 50 and collapse`
 * over the family's metrics, `generation`, `status` (a text) and `collapse`, which is true from the generation on at
 * which the chain reached a status that it never leaves. A metric that is not defined there compares as not a number.
 *
 * @param metrics names, in the order of the columns that the rule is asked about
 * @throws {ConditionError}
 */
export function stopRule(when: string, metrics: readonly string[]): StopRule {
  const condition = parseCondition(when);
  const columns = new Map(metrics.map((name, index) => [name, index]));
  return {
    holds(generation, values, lane, status) {
      return condition.holds((name) => {
        if (name === "collapse") return isFinal[status] ?? false;
        if (name === "generation") return generation;
        if (name === "status") return statuses[status];
        const column = columns.get(name);
        return column === undefined ? undefined : values[column]?.[lane];
      });
    },
  };
}
