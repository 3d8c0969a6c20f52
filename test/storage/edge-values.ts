import { writeFile } from "node:fs/promises";
import { DuckDBInstance, DuckDBTimestampTZValue } from "@duckdb/node-api";
import { parquetWriteBuffer } from "hyparquet-writer";

/** A row of values that formats and readers are known to lose. */
export interface EdgeRow {
  readonly whole: bigint | null;
  readonly small: number | null;
  readonly real: number | null;
  readonly words: string | null;
  readonly flag: boolean | null;
  /** Microseconds since 1970. */
  readonly at: bigint | null;
}

const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];
const wholes = [least, most, 0n, -1n, 2n ** 53n + 1n, null];
const smalls = [-(2 ** 31), 2 ** 31 - 1, 0, -1, null];
const reals = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  0,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
  Number.MAX_VALUE,
  0.1 + 0.2,
  null,
];
const texts = [
  "",
  "plain",
  "😀🇫🇷 Ω",
  "NUL \0 inside",
  "\0",
  "é".repeat(35_000),
  'a "quote", \r\n and \\',
  "NULL",
  null,
];
const flags = [true, false, null];
const times = [0n, 1n, -1n, 1_700_000_000_123_456n, -62_135_596_800_000_000n, 253_402_300_799_999_999n, null];

/** Every value of every type, many times over and in many combinations, so that a dictionary is tempting. */
export const edgeRows: readonly EdgeRow[] = Array.from({ length: 700 }, (_, row) => ({
  whole: wholes[row % wholes.length] ?? null,
  small: smalls[row % smalls.length] ?? null,
  real: reals[row % reals.length] ?? null,
  words: texts[row % texts.length] ?? null,
  flag: flags[row % flags.length] ?? null,
  at: times[row % times.length] ?? null,
}));

/** A row as JSON can say it to the last bit: doubles as 16 hexadecimal digits, big integers as text. */
export type PlainRow = readonly (string | number | boolean | null)[];

export function plainRow({ whole, small, real, words, flag, at }: EdgeRow): PlainRow {
  return [
    whole?.toString() ?? null,
    small,
    real === null ? null : bits(real),
    words,
    flag,
    at?.toString() ?? null,
  ];
}

/** NaN is any of its bit patterns. */
export function bits(value: number): string {
  if (Number.isNaN(value)) return "nan";
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
}

/** Writes the rows as the dataset's files are written. */
export async function writeWithDuckdb(path: string, options: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(
    'CREATE TABLE edges (whole BIGINT, small INTEGER, real DOUBLE, words VARCHAR, flag BOOLEAN, "at" TIMESTAMPTZ)',
  );
  const appender = await connection.createAppender("edges");
  for (const { whole, small, real, words, flag, at } of edgeRows) {
    if (whole === null) appender.appendNull();
    else appender.appendBigInt(whole);
    if (small === null) appender.appendNull();
    else appender.appendInteger(small);
    if (real === null) appender.appendNull();
    else appender.appendDouble(real);
    if (words === null) appender.appendNull();
    else appender.appendVarchar(words);
    if (flag === null) appender.appendNull();
    else appender.appendBoolean(flag);
    if (at === null) appender.appendNull();
    else appender.appendTimestampTZ(new DuckDBTimestampTZValue(at));
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`COPY edges TO '${path}' (FORMAT parquet, ${options})`);
  connection.closeSync();
  instance.closeSync();
}

/** Writes the rows as parts are written. */
export async function writeWithHyparquet(path: string): Promise<void> {
  const column = <Name extends keyof EdgeRow>(name: Name): EdgeRow[Name][] =>
    edgeRows.map((row) => row[name]);
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: "whole", type: "INT64", data: column("whole"), encoding: "PLAIN" },
      { name: "small", type: "INT32", data: column("small"), encoding: "PLAIN" },
      { name: "real", type: "DOUBLE", data: column("real"), encoding: "PLAIN" },
      { name: "words", type: "STRING", data: column("words"), encoding: "RLE_DICTIONARY" },
      { name: "flag", type: "BOOLEAN", data: column("flag"), encoding: "PLAIN" },
      { name: "at", type: "INT64", data: column("at"), encoding: "PLAIN" },
    ],
    codec: "UNCOMPRESSED",
    statistics: false,
    pageSize: 0,
  });
  await writeFile(path, new Uint8Array(buffer));
}
