import fc from "fast-check";
import { expect, it } from "vitest";
import { noRow, rowCount } from "../../src/core/segment.ts";
import { encodePart } from "../../src/storage/part.ts";
import { readPartRows } from "../../src/storage/part-rows.ts";
import { metrics, sampleCell, sampleSegment } from "./samples.ts";

it("gives each row's value and place, whichever chains have ended", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 20 }),
      async (from, ends) => {
        const to = from + 9;
        const slice = { cell: sampleCell("a"), first: 7, count: ends.length };
        const segment = sampleSegment(slice, from, to);
        for (const [lane, end] of ends.entries())
          for (let generation = Math.max(from, end + 1); generation <= to; generation++) {
            const at = (generation - from) * ends.length + lane;
            segment.status[at] = noRow;
            for (const column of segment.metrics) column[at] = Number.NaN;
          }
        const part = await readPartRows(encodePart(slice, metrics, segment), "part");
        expect(part.rows).toBe(rowCount(segment));
        expect(part.places === undefined).toBe(part.rows === 10 * ends.length);
        for (let row = 0; row < part.rows; row++) {
          const place = part.places?.[row] ?? row;
          const [lane, offset] = [Math.floor(place / 10), place % 10];
          const at = offset * ends.length + lane;
          expect(segment.status[at]).not.toBe(noRow);
          for (const [metric, column] of segment.metrics.entries())
            expect(part.metric(metrics[metric] ?? "")[row]).toBe(column[at]);
        }
      },
    ),
    { seed: 1, numRuns: 60 },
  );
});
