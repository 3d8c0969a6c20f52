import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";

/**
 * A value as JavaScript has it: an integer beyond 2^53 is a bigint, points in time are ISO text to the microsecond (in UTC
 * with a Z where they have a time zone), bytes are hex, a map is a list of its entries; what JavaScript does not know is
 * DuckDB's text.
 */
export type QueryValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly QueryValue[]
  | { readonly [name: string]: QueryValue };

/** Milliseconds from 1970 that a Date can hold. */
const farthest = 8_640_000_000_000_000n;

/** DuckDB's value as JavaScript has it. */
export function plain(value: DuckDBValue): QueryValue {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (value === null || typeof value !== "object") return value;
  if (value instanceof DuckDBTimestampTZValue) return instant(value.micros, "Z") ?? value.toString();
  if (value instanceof DuckDBTimestampValue) return instant(value.micros, "") ?? value.toString();
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(plain);
  if (value instanceof DuckDBStructValue) return record(Object.entries(value.entries));
  if (value instanceof DuckDBMapValue)
    return value.entries.map(({ key, value: item }) => ({ key: plain(key), value: plain(item) }));
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("hex");
  return value.toString();
}

function record(entries: readonly (readonly [string, DuckDBValue])[]): QueryValue {
  return Object.fromEntries(entries.map(([name, field]) => [name, plain(field)]));
}

/** `2026-01-02T03:04:05.678901Z`; undefined for infinity and for times that have no such form. */
function instant(micros: bigint, zone: string): string | undefined {
  const rest = ((micros % 1000n) + 1000n) % 1000n;
  const millis = (micros - rest) / 1000n;
  if (millis > farthest || millis < -farthest) return undefined;
  const iso = new Date(Number(millis)).toISOString().slice(0, -1);
  return `${iso}${String(rest).padStart(3, "0")}${zone}`;
}
