import { describe, expect, it } from "vitest";
import { csvText, displayText, jsonText } from "../../src/report/value-text.ts";
import type { QueryValue } from "../../src/storage/dataset/query-value.ts";

const cases: readonly (readonly [value: QueryValue, shown: string, csv: string, json: string])[] = [
  [null, "NULL", "", "null"],
  ["", "", '""', '""'],
  ["NULL", "NULL", "NULL", '"NULL"'],
  [Number.NaN, "NaN", "nan", '"NaN"'],
  [Number.POSITIVE_INFINITY, "Infinity", "inf", '"Infinity"'],
  [Number.NEGATIVE_INFINITY, "-Infinity", "-inf", '"-Infinity"'],
  [-0, "-0", "-0", "-0"],
  [5e-324, "5e-324", "5e-324", "5e-324"],
  [0.1 + 0.2, "0.30000000000000004", "0.30000000000000004", "0.30000000000000004"],
  [9223372036854775807n, "9223372036854775807", "9223372036854775807", "9223372036854775807"],
  [true, "true", "true", "true"],
  ['a "b", c', 'a "b", c', '"a ""b"", c"', String.raw`"a \"b\", c"`],
  ["a\r\nb\0", String.raw`a\r\nb\u0000`, '"a\r\nb\0"', String.raw`"a\r\nb\u0000"`],
  [[1, null, "x"], '[1, null, "x"]', '"[1, null, ""x""]"', '[1, null, "x"]'],
  [
    { a: -0, b: [Number.NaN] },
    '{"a": -0, "b": ["NaN"]}',
    '"{""a"": -0, ""b"": [""NaN""]}"',
    '{"a": -0, "b": ["NaN"]}',
  ],
];

describe("a value of an answer", () => {
  it.each(cases)("%o is shown as %s, in CSV as %s, in JSON as %s", (value, shown, csv, json) => {
    expect([displayText(value), csvText(value), jsonText(value)]).toEqual([shown, csv, json]);
  });

  it("is JSON that parses", () => {
    for (const [, , , json] of cases) expect(() => JSON.parse(json)).not.toThrow();
  });
});
