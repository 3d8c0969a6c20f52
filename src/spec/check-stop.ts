import type { ParameterValue } from "../core/cell.ts";
import { type Condition, ConditionError, parseCondition } from "../core/condition.ts";
import type { Family } from "../core/families/family.ts";
import { stopNames } from "../core/stop.ts";
import type { StopSpec } from "./content.ts";
import { suggest } from "./nearest.ts";
import { type Problem, problemAt } from "./problems.ts";
import type { Source } from "./source.ts";

/** A condition for a chain's end that cannot be read, or names what some family does not measure. */
export function checkStop(
  stop: StopSpec | undefined,
  families: readonly Family[],
  source: Source,
): Problem[] {
  if (stop === undefined) return [];
  try {
    const condition = parseCondition(stop.when);
    for (const family of families) checkNames(condition, family);
    // Both ways round, since what stands behind `or` and `and` is looked at only where it decides.
    for (const collapse of [false, true]) condition.holds((name) => sample(name, collapse));
    return [];
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    const said = error.message.endsWith("?") ? error.message : `${error.message}.`;
    const message = `stop.when (character ${error.at + 1}) must have ${said}`;
    return [problemAt(source, ["stop", "when"], message, "value", error.at)];
  }
}

function checkNames({ names }: Condition, family: Family): void {
  const known = [...family.metrics.map(({ name }) => name), ...stopNames];
  for (const [name, at] of names)
    if (!known.includes(name))
      throw new ConditionError(
        at,
        `names of metrics of ${family.title}, ${stopNames.slice(0, -1).join(", ")} or ${stopNames.at(-1)}; got ${name}. ${suggest(name, known).replace(/\.$/, "")}`,
      );
}

/** A value of the kind that a name has. */
function sample(name: string, collapse: boolean): ParameterValue {
  if (name === "collapse") return collapse;
  return name === "status" ? "ok" : 1;
}
