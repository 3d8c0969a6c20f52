import type { Parameters } from "../cell.ts";
import { ParameterError } from "../errors.ts";

/**
 * Refuses every key but the known ones, so that a misspelt parameter is never silently ignored.
 *
 * @throws {ParameterError}
 * @source none: a check of what a person wrote
 */
export function onlyKnown(
  raw: Readonly<Record<string, unknown>>,
  path: string,
  known: readonly string[],
): void {
  for (const name of Object.keys(raw)) {
    if (known.includes(name)) continue;
    const must = known.length > 0 ? `one of ${known.join(", ")}` : "absent: there are no parameters here";
    throw new ParameterError(`${path}.${name}`, must, raw[name], "Remove it or correct its name.");
  }
}

/**
 * The same, where what is known is described.
 *
 * @throws {ParameterError}
 * @source none: a check of what a person wrote
 */
export function onlyListed(
  raw: Readonly<Record<string, unknown>>,
  path: string,
  listed: readonly { readonly name: string }[],
): void {
  onlyKnown(
    raw,
    path,
    listed.map(({ name }) => name),
  );
}

/**
 * What a regime without parameters parses to.
 *
 * @throws {ParameterError} when something was given
 * @source none: a check of what a person wrote
 */
export function noParameters(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyKnown(raw, "regime", []);
  return {};
}
