import type { Cell } from "../cell.ts";
import { ParameterError } from "../errors.ts";

/**
 * The bytes of a file that a cell's parameter names.
 *
 * @throws {ParameterError} when the cell came without them
 */
export function fileOf(
  { files, parameters }: Pick<Cell, "files" | "parameters">,
  parameter: string,
): Uint8Array {
  const bytes = files?.[parameter];
  if (bytes === undefined)
    throw new ParameterError(
      `parameters.${parameter}`,
      "a file whose bytes came with the cell",
      parameters[parameter],
      "Plan the spec with a reader of files, or read its plan from the store.",
    );
  return bytes;
}
