import { describe, expect, it } from "vitest";
import { recordsOf } from "../../../src/core/files/csv.ts";
import { countsIn } from "../../../src/core/files/counts.ts";
import { tableIn } from "../../../src/core/files/table.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (text: string): string[][] =>
  recordsOf(bytes(text), "parameters.data").map((record) => record.map((field) => field.text));

describe("records", () => {
  it.each([
    [
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a,b\r\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["\uFEFFa\n1", [["a"], ["1"]]],
    ['"a,b","say ""no"""\n', [["a,b", 'say "no"']]],
    ['"two\nlines",é\n', [["two\nlines", "é"]]],
    ["a,,b\n", [["a", "", "b"]]],
    ["a,\n", [["a", ""]]],
    ["# a note, with a comma\na\n\n\nb\n", [["a"], ["b"]]],
    [" 1 ,2", [["1", "2"]]],
    ["", []],
  ])("of %j", (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it("know where they stand, also behind a field of several lines", () => {
    const records = recordsOf(bytes('x,"a\nb",y\n\nz,w\n'), "parameters.data");
    expect(records.flat().map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [1, 3],
      [2, 4],
      [4, 1],
      [4, 3],
    ]);
  });

  it.each([
    ['a\nb"c\n', 'line 2, column 2 of the file; got "b\\""'],
    ['a\n"b"c\n', 'line 2, column 4 of the file; got "c"'],
    ['a\n1,"b\n', "line 2, column 3 of the file"],
  ])("are refused where quotes make no sense: %j", (text, place) => {
    expect(() => texts(text)).toThrow(place);
  });
});

describe("a table", () => {
  const table = (text: string) => tableIn(bytes(text), "parameters.data");

  it("has its columns by name", () => {
    const { column, names, rows } = table("x,name,y\n1,a,-2.5\n1e3,b,0\n");
    expect([names, rows]).toEqual([["x", "name", "y"], 2]);
    expect(column("y", "parameters.target").values).toEqual(Float64Array.of(-2.5, 0));
    expect(column("x", "parameters.target").values).toEqual(Float64Array.of(1, 1000));
  });

  it.each([
    ["x,y\n1,2\n3\n", "CSV with 2 fields, as its header has, at line 3, column 1"],
    ["x,y\n1,2\n3,4,5\n", 'at line 3, column 5 of the file; got "3 fields"'],
    ["x,x\n1,2\n", "CSV whose columns have names, all different, at line 1, column 3"],
    ["x;y\n1;2\n", 'CSV with commas between fields at line 1, column 1 of the file; got "x;y"'],
    ["0,0\n1,3\n", 'CSV whose first line names its columns at line 1, column 1 of the file; got "0"'],
    ["x,y\n", "CSV with a line of column names and lines of values"],
  ])("is refused as a whole: %j", (text, message) => {
    expect(() => table(text)).toThrow(message);
  });

  it.each([
    ["x,y\n1,2\n3,NA\n", 'CSV with a finite number at line 3, column 3 of the file; got "NA"'],
    ["x,y\n1,\n", 'at line 2, column 3 of the file; got ""'],
    ["x,y\n1,1e999\n", "at line 2, column 3"],
    ["x,y\n1,0x10\n", "at line 2, column 3"],
    ["x,y\n1,Infinity\n", "at line 2, column 3"],
  ])("is refused where a number is none: %j", (text, message) => {
    expect(() => table(text).column("y", "parameters.target")).toThrow(message);
  });

  it("is said to have no names where numbers stand for them", () => {
    expect(() => table("1,2\n1,3\n").column("y", "parameters.target")).toThrow(
      "CSV whose first line names its columns at line 1, column 1",
    );
    expect(table("1,2\n1,3\n").column("2", "parameters.target").values).toEqual(Float64Array.of(3));
  });

  it("names its columns to who asks for another", () => {
    expect(() => table("x,y\n1,2\n").column("Y", "parameters.target")).toThrow(
      'parameters.target must be a column of the file: x, y; got "Y"',
    );
  });
});

describe("counts", () => {
  it.each([
    ["symbol,count\na,3\nb,0\nc,1\n", [3, 0, 1]],
    ["a,3\nb,1\n", [3, 1]],
    ["3\n0.5\n", [3, 0.5]],
    ["count\n3\n2\n", [3, 2]],
  ])("are read from %j", (text, expected) => {
    expect(Array.from(countsIn(bytes(text)))).toEqual(expected);
  });

  it.each([
    ["a,3\na,4\n", 'CSV with each symbol once at line 2, column 1 of the file; got "a"'],
    ["3\n-1\n", "CSV with counts of at least 0 at line 2, column 1"],
    ["a,3\n4\n", "CSV of two fields a line at line 2, column 1"],
    ["a,b,3\n", "CSV of two fields a line at line 1, column 1"],
    ["a,NA\nb,1\nc,2\n", 'CSV with a finite number at line 1, column 3 of the file; got "NA"'],
    ["a;3\nb;5\n", "CSV with commas between fields at line 1, column 1"],
    ["1e308\n1e308\n", "a file of counts whose sum a double can hold"],
    ["5\n0\n", "a file with two counts above 0"],
    ["3\nmany\n", "CSV with a finite number at line 2, column 1"],
    ["\n", "a file with two counts above 0"],
  ])("are refused: %j", (text, message) => {
    expect(() => countsIn(bytes(text))).toThrow(message);
  });
});
