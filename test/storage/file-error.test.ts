import { expect, it } from "vitest";
import { fileError } from "../../src/storage/file-error.ts";

it("knows a full disk by DuckDB's words for it as well", () => {
  const told = new Error('IO Error: Could not write file "/store/a.parquet": No space left on device');
  expect(fileError("write", "/store/a", told).message).toContain("The disk is full.");
  const other = new Error("IO Error: something else");
  expect(fileError("write", "/store/a", other).message).toContain("Run the same command again");
});
