// A reader as others write them: takes the files that manifest.json names and looks at them with DuckDB, again and
// again, until its input ends. A line of JSON for each look.
import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const [folder = ""] = process.argv.slice(2);
let ended = false;
process.stdin.on("end", () => (ended = true)).resume();

const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
const connection = await instance.connect();
while (!ended) {
  try {
    const manifest = JSON.parse(readFileSync(`${folder}/manifest.json`, "utf8"));
    const from = (table) =>
      `read_parquet([${manifest.tables[table].files.map(({ path }) => `'${folder}/${path}'`).join(", ")}])`;
    const answer = await connection.runAndReadAll(`
      SELECT count(*)::INTEGER, count(DISTINCT (cell_id, replicate, generation))::INTEGER,
        (SELECT sum(generations)::INTEGER FROM ${from("chains")}),
        (SELECT coalesce(sum(n) FILTER (metric = 'count'), 0)::INTEGER FROM ${from("cells")})
      FROM ${from("generations")}`);
    const [rows, distinct, told, summarised] = answer.getRowsJS()[0];
    const { snapshot } = manifest;
    const named = manifest.tables.generations.rows;
    process.stdout.write(`${JSON.stringify({ snapshot, named, rows, distinct, told, summarised })}\n`);
  } catch (error) {
    if (error.code !== "ENOENT") process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
  }
  await new Promise(setImmediate);
}
connection.closeSync();
