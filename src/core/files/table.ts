import { ParameterError } from "../errors.ts";
import { type Field, numberIn, recordsOf, refuse } from "./csv.ts";

/** A CSV file with a header. */
export interface Table {
  readonly names: readonly string[];
  readonly rows: number;
  /**
   * The numbers of a column, and where each of them stands in the file.
   *
   * @param parameter whose value the name is, for messages
   * @throws {ParameterError} when there is no such column, or something in it is no number
   */
  column(
    name: string,
    parameter: string,
  ): { readonly values: Float64Array; readonly fields: readonly Field[] };
}

const unnamed = "CSV whose first line names its columns";
const known = new WeakMap<Uint8Array, Table>();

/**
 * Reads a CSV file whose first line names its columns.
 *
 * @param path of the parameter, for messages
 * @throws {ParameterError} with line and column
 */
export function tableIn(bytes: Uint8Array, path: string): Table {
  const table = known.get(bytes) ?? read(bytes, path);
  known.set(bytes, table);
  return table;
}

function read(bytes: Uint8Array, path: string): Table {
  const [header, ...records] = recordsOf(bytes, path);
  if (!header || records.length === 0)
    throw new ParameterError(path, "CSV with a line of column names and lines of values", "nothing of that");
  const names = header.map(({ text }) => text);
  const [first] = header as [Field];
  if (header.length === 1 && /[;\t]/.test(first.text))
    refuse(path, "CSV with commas between fields", first.text, first);
  const numbers = names.every((name) => name !== "" && Number.isFinite(Number(name)));
  header.forEach((field, at) => {
    if (field.text !== "" && names.indexOf(field.text) === at) return;
    if (numbers) refuse(path, unnamed, first.text, first);
    refuse(path, "CSV whose columns have names, all different,", field.text, field);
  });
  for (const record of records)
    if (record.length !== names.length) {
      const place = record.at(Math.min(names.length, record.length - 1)) as Field;
      refuse(path, `CSV with ${names.length} fields, as its header has,`, `${record.length} fields`, place);
    }
  return {
    names,
    rows: records.length,
    column(name, parameter) {
      const at = names.indexOf(name);
      if (at < 0 && numbers) refuse(path, unnamed, first.text, first);
      if (at < 0)
        throw new ParameterError(
          parameter,
          `a column of the file: ${shown(names)}`,
          name,
          "Names are case-sensitive.",
        );
      const fields = records.map((record) => record[at] as Field);
      return { fields, values: Float64Array.from(fields, (field) => numberIn(field, path)) };
    },
  };
}

function shown(names: readonly string[]): string {
  return names.length <= 12
    ? names.join(", ")
    : `${names.slice(0, 12).join(", ")} and ${names.length - 12} more`;
}
