// A reader as others write them: takes the files that manifest.json names and looks at them with DuckDB, again and
// again, until its input ends. A line of JSON for each look. Arguments: the folder of a dataset, or its place in a bucket
// (s3://…) and a folder for copies of its files, which are taken once, as their names are never used again.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DuckDBInstance } from "@duckdb/node-api";

const [place = "", copies = ""] = process.argv.slice(2);
let ended = false;
process.stdin.on("end", () => (ended = true)).resume();

const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.+)$/.exec(place) ?? [];
// versitygw keeps a blob's checksum beside it, and replaces the two one after the other.
const client =
  bucket && new S3Client({ forcePathStyle: true, responseChecksumValidation: "WHEN_REQUIRED" });
async function get(path) {
  if (!client) return readFileSync(`${place}/${path}`);
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `${prefix}/${path}` }));
  return Buffer.from(await Body.transformToByteArray());
}

async function local({ path, bytes, sha256 }) {
  if (!client) return `${place}/${path}`;
  const copy = `${copies}/${path}`;
  if (existsSync(copy)) return copy;
  const content = await get(path);
  const digest = createHash("sha256").update(content).digest("hex");
  if (content.length !== bytes || digest !== sha256) throw new Error(`${path} is not what the manifest says`);
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, content);
  return copy;
}

const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
const connection = await instance.connect();
while (!ended) {
  try {
    const manifest = JSON.parse(await get("manifest.json"));
    const from = {};
    for (const table of ["generations", "chains", "cells"]) {
      const paths = [];
      for (const file of manifest.tables[table].files) paths.push(`'${await local(file)}'`);
      from[table] = `read_parquet([${paths.join(", ")}])`;
    }
    const answer = await connection.runAndReadAll(`
      SELECT count(*)::INTEGER, count(DISTINCT (cell_id, replicate, generation))::INTEGER,
        (SELECT sum(generations)::INTEGER FROM ${from.chains}),
        (SELECT coalesce(sum(n) FILTER (metric = 'count'), 0)::INTEGER FROM ${from.cells})
      FROM ${from.generations}`);
    const [rows, distinct, told, summarised] = answer.getRowsJS()[0];
    const { snapshot } = manifest;
    const named = manifest.tables.generations.rows;
    process.stdout.write(`${JSON.stringify({ snapshot, named, rows, distinct, told, summarised })}\n`);
  } catch (error) {
    if (error.code !== "ENOENT" && error.name !== "NoSuchKey")
      process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
  }
  await new Promise(setImmediate);
}
connection.closeSync();
client?.destroy();
