import type { QueryValue } from "../storage/dataset/query-value.ts";

/**
 * A value in a table for people: null, NaN and infinities by name, −0 with its sign, line breaks and other control
 * characters as escapes.
 */
export function displayText(value: QueryValue): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return value.replace(/[\u0000-\u001f\u007f]/g, escaped);
  return typeof value === "object" ? jsonText(value) : numberText(value);
}

/** A field of CSV as RFC 4180 quotes it: null is empty, an empty text is `""`, and numbers are as DuckDB writes them. */
export function csvText(value: QueryValue): string {
  if (value === null) return "";
  if (value === "") return '""';
  if (typeof value === "number" && !Number.isFinite(value))
    return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const text =
    typeof value === "string" ? value : typeof value === "object" ? jsonText(value) : numberText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A value as JSON, every bit of it: integers of any size by their digits, −0 with its sign. JSON has no NaN and no
 * infinities: they are the texts "NaN", "Infinity" and "-Infinity".
 */
export function jsonText(value: QueryValue): string {
  if (value === null || typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object")
    return typeof value === "number" && !Number.isFinite(value) ? `"${value}"` : numberText(value);
  if (isList(value)) return `[${value.map(jsonText).join(", ")}]`;
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}: ${jsonText(field)}`);
  return `{${fields.join(", ")}}`;
}

function isList(value: object): value is readonly QueryValue[] {
  return Array.isArray(value);
}

function numberText(value: number | bigint | boolean): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function escaped(character: string): string {
  const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
