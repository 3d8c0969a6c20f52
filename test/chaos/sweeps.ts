import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Chains of a sweep: 48 cells of 50 replicates. */
export const chains = 2400;
export const generations = 120;

/** Many short cohorts of unequal cost, so that faults meet them at every point of their lives. */
export function writeSpec(folder: string, seed: number): string {
  const path = join(folder, `sweep-${seed}.yaml`);
  writeFileSync(
    path,
    `name: chaos
seed: ${seed}
family: gaussian
parameters: { samples: { range: [20, 95, 5] }, dimension: 2 }
regime: { grid: [replace, accumulate, accumulate-subsample] }
generations: ${generations}
replicates: 50
`,
  );
  return path;
}
