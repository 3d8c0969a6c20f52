import { createHash } from "node:crypto";
import { encodePart } from "../../../src/storage/part.ts";
import { rowSums } from "../../../src/storage/row-sums.ts";
import { lanes, metricNames, tablePlan, tableSegment } from "../table-data.ts";

// Argv: metrics, seconds. Makes one part again and again as a compute thread does: columns in row order, Parquet,
// checksum, what its rows add to the dataset's digest. Prints rows and seconds of CPU.

const [metrics = 0, seconds = 0] = process.argv.slice(2).map(Number);
const [cell] = tablePlan(1).cells;
if (cell === undefined) throw new Error("The bench's plan has no cell.");
const slice = { cell, first: 0, count: lanes };
const names = metricNames(metrics);
const segment = tableSegment(slice, metrics);

make(1);
process.stdout.write(JSON.stringify(make(seconds)));

function make(limit: number): { rows: number; cpu: number; bytes: number } {
  const begin = performance.now();
  const before = process.cpuUsage();
  let [rows, bytes] = [0, 0];
  while (performance.now() - begin < 1000 * limit) {
    const part = encodePart(slice, names, segment);
    createHash("sha256").update(part).digest("hex");
    rowSums(slice.first, segment);
    rows += segment.status.length;
    bytes = part.length;
  }
  const { user, system } = process.cpuUsage(before);
  return { rows, cpu: (user + system) / 1e6, bytes };
}
