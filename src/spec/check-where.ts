import type { ParameterValue } from "../core/cell.ts";
import type { Family, ParameterInfo } from "../core/families/family.ts";
import type { GivenValues } from "./check-values.ts";
import { suggest } from "./nearest.ts";
import { formatPath } from "./path.ts";
import { type Problem, problemAt } from "./problems.ts";
import type { Source } from "./source.ts";
import type { Unread } from "./unread.ts";
import { parseCondition, ConditionError } from "../core/condition.ts";

/** Conditions that cannot be read, that use names which cells do not have, or that compare what does not compare. */
export function checkWhere(
  where: readonly string[],
  families: readonly Family[],
  values: GivenValues,
  unread: Unread,
  source: Source,
): Problem[] {
  const first = (name: string): ParameterValue | undefined =>
    name === "family" || name === "regime"
      ? name
      : (values.get(name)?.[0]?.value ?? defaultOf(families, name));
  return where.flatMap((text, index) => {
    try {
      const condition = parseCondition(text);
      if ([...condition.names.keys()].some((name) => unread.has(name))) return [];
      const unknown = [...condition.names].filter(([name]) => first(name) === undefined);
      const known = [
        "family",
        "regime",
        ...values.keys(),
        ...families.flatMap((family) => family.parameters.filter(hasDefault).map(({ name }) => name)),
      ];
      for (const [name, at] of unknown)
        throw new ConditionError(
          at,
          `names of parameters, family or regime; got ${name}. ${suggest(name, [...new Set(known)]).replace(/\.$/, "")}`,
        );
      condition.holds(first);
      return [];
    } catch (error) {
      if (error instanceof ConditionError) return [whereProblem(error, index, where.length === 1, source)];
      throw error;
    }
  });
}

/** A condition's mistake with the column inside the text where that stands on one line. */
export function whereProblem(error: ConditionError, index: number, only: boolean, source: Source): Problem {
  const said = error.message.endsWith("?") ? error.message : `${error.message}.`;
  const shown = formatPath(source.at(only ? ["where"] : ["where", index]));
  const message = `${shown} (character ${error.at + 1}) must have ${said}`;
  return problemAt(source, ["where", index], message, "value", error.at);
}

function defaultOf(families: readonly Family[], name: string): ParameterValue | undefined {
  const infos = families.flatMap((family) => family.parameters.filter((info) => info.name === name));
  return infos.find(hasDefault)?.default;
}

function hasDefault(info: ParameterInfo): boolean {
  return info.default !== undefined;
}
