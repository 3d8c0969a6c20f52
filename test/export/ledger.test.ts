import { expect, it } from "vitest";
import { workFor } from "../../src/export/ledger.ts";

const file = (sha256: string, rows = 5): { path: string; bytes: number; rows: number; sha256: string } => ({
  path: `generations/${sha256}-renamed.parquet`,
  bytes: 1,
  rows,
  sha256,
});

it("keeps what is there, loads what is not, forgets what is gone or incomplete, and skips empty files", () => {
  const files = [file("same"), file("new"), file("damaged"), file("empty", 0)];
  const entries = [
    { id: 1, sha256: "same", rows: 5 },
    { id: 2, sha256: "gone", rows: 5 },
    { id: 3, sha256: "damaged", rows: 5 },
  ];
  const counts = new Map([
    [1, 5],
    [2, 5],
    [3, 4],
  ]);
  const { load, keep, forget } = workFor(files, entries, counts);
  expect(load.map(({ sha256 }) => sha256)).toEqual(["new", "damaged"]);
  expect(keep).toEqual([1]);
  expect(forget).toEqual([2, 3]);
});
