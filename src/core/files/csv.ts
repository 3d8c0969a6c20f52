import { ParameterError } from "../errors.ts";
import { textOf } from "./utf8.ts";

/** A cell of a table and where it stands. */
export interface Field {
  readonly text: string;
  /** From 1, in the file: a quoted field may span lines. */
  readonly line: number;
  /** From 1, in bytes. */
  readonly column: number;
}

const [quote, comma, newline, carriageReturn, hash] = [0x22, 0x2c, 0x0a, 0x0d, 0x23];

/**
 * The records of a CSV file as RFC 4180 has it: commas, double quotes (doubled inside), LF or CRLF. Empty lines, and lines that
 * begin with #, are left out.
 *
 * @param bytes UTF-8, with or without a byte order mark
 * @param path of the parameter, for messages
 * @throws {ParameterError} with line and column
 */
export function recordsOf(bytes: Uint8Array, path: string): Field[][] {
  const records: Field[][] = [];
  const size = bytes.length;
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let line = 1;
  let lineStart = at;
  while (at < size) {
    if (bytes[at] === hash) {
      while (at < size && bytes[at] !== newline) at++;
    } else {
      const record: Field[] = [];
      for (;;) {
        const place = { line, column: at - lineStart + 1 };
        if (bytes[at] === quote) record.push({ text: quoted(place), ...place });
        else {
          const start = at;
          while (at < size && bytes[at] !== comma && bytes[at] !== newline) {
            if (bytes[at] === quote)
              refuse(path, "CSV with quotes around whole fields", textOf(bytes, start, at + 1), {
                line,
                column: at - lineStart + 1,
              });
            at++;
          }
          const end = at > start && bytes[at - 1] === carriageReturn ? at - 1 : at;
          record.push({ text: textOf(bytes, start, end).trim(), ...place });
        }
        if (bytes[at] !== comma) break;
        at++;
      }
      if (record.length > 1 || record[0]?.text !== "") records.push(record);
    }
    at++;
    line++;
    lineStart = at;
  }
  return records;

  /** The content of the quoted field that begins here; leaves `at` behind it. */
  function quoted(place: Place): string {
    let text = "";
    let start = ++at;
    for (; at < size; at++) {
      if (bytes[at] === newline) {
        line++;
        lineStart = at + 1;
      }
      if (bytes[at] !== quote) continue;
      text += textOf(bytes, start, at);
      if (bytes[at + 1] !== quote) {
        at++;
        if (bytes[at] === carriageReturn) at++;
        if (at < size && bytes[at] !== comma && bytes[at] !== newline)
          refuse(path, "CSV with a comma or line end behind a closing quote", textOf(bytes, at, at + 1), {
            line,
            column: at - lineStart + 1,
          });
        return text;
      }
      text += '"';
      at++;
      start = at + 1;
    }
    return refuse(path, "CSV whose quotes are closed", "a quote that stays open", place);
  }
}

/**
 * A number in a field.
 *
 * @throws {ParameterError} with line and column
 */
export function numberIn({ text, ...place }: Field, path: string): number {
  const value = Number(text);
  if (!/^[-+.\deE]+$/.test(text) || !Number.isFinite(value))
    return refuse(path, "CSV with a finite number", text, place);
  return value;
}

/** A place in a file. */
export type Place = Pick<Field, "line" | "column">;

/** Refuses what stands at a place in a file. @throws {ParameterError} */
export function refuse(path: string, must: string, got: string, { line, column }: Place): never {
  throw new ParameterError(path, `${must} at line ${line}, column ${column} of the file`, got);
}
