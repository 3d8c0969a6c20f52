import { describe, expect, it } from "vitest";
import { ParameterError } from "../../src/core/errors.ts";
import { nameOf, parseTarget } from "../../src/export/target.ts";

describe("a target", () => {
  it.each([
    ["duckdb:/a/b.duckdb", { kind: "duckdb", path: "/a/b.duckdb" }],
    ["csv:/a", { kind: "csv", path: "/a" }],
    ["arrow:/a:b", { kind: "arrow", path: "/a:b" }],
    ["parquet-dir:/a", { kind: "parquet-dir", path: "/a" }],
    ["parquet:/a", { kind: "parquet-dir", path: "/a" }],
    ["csv", { kind: "csv", path: `${process.cwd()}/s-1-csv` }],
    ["postgresql://h/d", { kind: "postgres", url: "postgresql://h/d" }],
    ["postgres://", { kind: "postgres", url: "postgres://" }],
  ])("is read from %s", (raw, expected) => {
    expect(parseTarget(raw, "s-1")).toEqual(expected);
  });

  it.each(["", "duckdb", "duckdb:", "csv:", "xlsx:/a", "/a", "postgres:/x"])("is not read from %j", (raw) => {
    expect(() => parseTarget(raw, "s-1")).toThrow(ParameterError);
  });

  it.each([
    "postgres://u:s3cret@h:5432/d?sslmode=require",
    "postgres://u:s3cret@host/d?password=s3cret",
    "postgres://u:s3/cret@h/d",
    "postgres://u:s3@cret@h/d",
    "postgres://:s3cret@h/d",
    "postgres:/u:s3cret@h/d",
    "postgress://u:s3cret@h/d",
  ])("never shows the password of %s", (raw) => {
    let shown: string;
    try {
      shown = nameOf(parseTarget(raw, "s-1"));
    } catch (error) {
      shown = String(error);
    }
    expect(shown).toContain("***");
    expect(shown).not.toMatch(/s3|cret/);
  });
});
