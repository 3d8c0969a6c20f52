import type { Lanes } from "../random/address.ts";
import { aim } from "../random/batches.ts";
import { kernel, memoryDoubles, reserve } from "../random/kernel.ts";
import { behind } from "../random/points.ts";
import type { GlmLaw } from "./glm-law.ts";
import type { GlmLink } from "./glm-link.ts";
import type { GlmTable } from "./glm-table.ts";
import { PastModels } from "./past-models.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

/** Labels drawn in one call of the module. */
const atOnce = 1024;

/**
 * Single labels, drawn again: X'y of all of them, and behind it how many there are of each row. Observation i of a batch is a
 * label of row i mod n, whose mean follows from the model that the batch is from.
 *
 * @param designs of each lane, p columns
 * @source arXiv:2410.22812 (the regime that looks at them)
 */
export function scatteredLabels(
  { samples: n, unknowns: p }: GlmLaw,
  link: GlmLink,
  lanes: Lanes,
  designs: readonly (readonly Float64Array[])[],
  table: GlmTable | undefined,
): NonNullable<StatisticKernel["addScattered"]> {
  const width = p + 1;
  /** Coefficients, and 1 where labels are the table's own. */
  const past = new PastModels(lanes.count, width, (out, at, models, lane, from) => {
    for (let j = 0; j < p; j++) out[at + j] = models[lane * p + j]!;
    out[at + p] = table && from === 0 ? 1 : 0;
  });

  return (pool, sources, { lane: first, lanes: several, count, at, column, free }) => {
    past.hold(sources);
    const sums = free / 8;
    const counts = sums + n;
    const real = counts + n;
    const design = real + n;
    const result = design + n * p;
    const numbers = at + 5 * column;
    const room = result + p;
    const models = room + 2 * (atOnce + behind);
    reserve(8 * (models + past.room(Math.min(count, atOnce))));
    const memory = memoryDoubles();
    if (table) memory.set(table.rows.labels, real);
    aim(lanes, { generation: 0, draw: 0, part: 0 });
    for (let i = 0; i < several; i++) {
      const lane = first + i;
      memory.fill(0, sums, real);
      designs[lane]!.forEach((values, j) => memory.set(values, design + j * n));
      for (let k = i * count; k < (i + 1) * count; k += atOnce) {
        const some = Math.min(atOnce, (i + 1) * count - k);
        past.place(lane, numbers / 4 + k, some, models);
        link.labelsOfPoints(
          8 * sums,
          8 * counts,
          n,
          at + 4 * k,
          column,
          some,
          numbers + 4 * k,
          8 * models,
          8 * design,
          p,
          8 * real,
          8 * room,
          link.ceiling,
        );
      }
      kernel.labelSums(8 * result, 8 * design, 8 * n, 8 * sums, n, p);
      const to = lane * (p + n);
      pool.set(memory.subarray(result, result + p), to);
      pool.set(memory.subarray(counts, counts + n), to + p);
    }
  };
}
