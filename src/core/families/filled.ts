import type { Cell, Parameters } from "../cell.ts";
import { familyNamed, familyNames } from "./registry.ts";

/**
 * A cell's parameters with those that it leaves out: what a family learnt to vary later stays out of the identity of
 * cells that do not vary it, but has a value all the same. Of a family that is not known here they are as they stand.
 *
 * @source none: bookkeeping
 */
export function filledParameters({ family, parameters }: Pick<Cell, "family" | "parameters">): Parameters {
  if (!familyNames.includes(family)) return parameters;
  const defaults = familyNamed(family).parameters.flatMap((info) =>
    info.default === undefined ? [] : [[info.name, info.default] as const],
  );
  return { ...Object.fromEntries(defaults), ...parameters };
}
