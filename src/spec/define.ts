import type { SpecInput } from "./content.ts";
import { checkSpec, type Spec } from "./parse.ts";
import { codeSource } from "./source.ts";

/**
 * A spec written in TypeScript: the same fields, checks and meaning as in a file.
 *
 * @throws {SpecError} with every mistake in it
 */
export function defineSweep(sweep: SpecInput): Spec {
  return checkSpec(sweep, codeSource("defineSweep"));
}
