import { ParameterError } from "../errors.ts";
import { type Field, numberIn, recordsOf, refuse } from "./csv.ts";

const path = "parameters.counts";
/** How tables write that there is no number. */
const missing = /^(na|nan|null|none|-?inf(inity)?)$/i;
const known = new WeakMap<Uint8Array, Float64Array>();

/**
 * The counts in a CSV file of symbol and count, or of counts alone, in the order of its lines. A first line whose last field is no
 * number, nor stands for one that is missing, is a header.
 *
 * @returns one count a symbol, those of 0 among them; not to be written to
 * @throws {ParameterError} with line and column
 */
export function countsIn(bytes: Uint8Array): Float64Array {
  const counts = known.get(bytes) ?? read(bytes);
  known.set(bytes, counts);
  return counts;
}

function read(bytes: Uint8Array): Float64Array {
  const records = recordsOf(bytes, path);
  const first = records[0]?.at(-1);
  if (first && /[;\t]/.test(first.text)) refuse(path, "CSV with commas between fields", first.text, first);
  if (Number.isNaN(Number(first?.text)) && !missing.test(first?.text ?? "")) records.shift();
  const width = records[0]?.length ?? 0;
  const symbols = new Set<string>();
  const counts = Float64Array.from(records, (record) => countOf(record, width, symbols));
  const above = counts.filter((count) => count > 0);
  if (above.length < 2)
    throw new ParameterError(path, "a file with two counts above 0", `${above.length} of ${counts.length}`);
  if (!Number.isFinite(above.reduce((sum, count) => sum + count, 0)))
    throw new ParameterError(path, "a file of counts whose sum a double can hold", "more than 1.8e308");
  return counts;
}

function countOf(record: Field[], width: number, symbols: Set<string>): number {
  const [first, second, third] = record as [Field, ...(Field | undefined)[]];
  if (third || record.length !== width)
    refuse(
      path,
      `CSV of ${width === 1 ? "one field" : "two fields"} a line`,
      `${record.length} fields`,
      first,
    );
  if (second && symbols.has(first.text)) refuse(path, "CSV with each symbol once", first.text, first);
  if (second) symbols.add(first.text);
  const count = numberIn(second ?? first, path);
  if (count < 0) refuse(path, "CSV with counts of at least 0", String(count), second ?? first);
  return count;
}
