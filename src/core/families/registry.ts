import { ParameterError } from "../errors.ts";
import * as all from "./all.ts";
import type { Family } from "./family.ts";

export type FamilyName = keyof typeof all;

const families: Readonly<Record<string, Family>> = all;

/** Every family's name, in alphabetical order. */
export const familyNames: readonly string[] = Object.keys(families).sort();

/** @throws {ParameterError} when there is no family of that name */
export function familyNamed(name: string): Family {
  const family = Object.hasOwn(families, name) ? families[name] : undefined;
  if (family) return family;
  throw new ParameterError("family", `one of ${familyNames.join(", ")}`, name);
}

/**
 * What a family's chains are measured by, in the order of its rows.
 *
 * @throws {ParameterError} when there is no family of that name
 */
export function metricNames(family: string): string[] {
  return familyNamed(family).metrics.map(({ name }) => name);
}
