import type { SpecInput } from "../../src/spec/content.ts";

/** A sweep whose overhead is measured: a spec but for the replicates, of which as many are run as the time asks for. */
export interface BenchSweep {
  readonly name: string;
  /** What it stands for. */
  readonly summary: string;
  readonly spec: Omit<SpecInput, "replicates" | "seed">;
}

/** Cells that cost the same, many more than cores, so that no core waits long for the last one. */
const scales = { range: [0.05, 2.4, 0.05] } as const;

export const sweeps: readonly BenchSweep[] = [
  {
    name: "cheap generations",
    summary: "microseconds a generation, many rows: the dataset is most of the work beside the kernels",
    spec: {
      name: "overhead-cheap",
      family: "gaussian",
      parameters: { samples: 100, sd: scales },
      regime: "accumulate-subsample",
      generations: 100,
    },
  },
  {
    name: "costly generations",
    summary:
      "milliseconds a generation, few rows: Temporal, checkpoints and start-up stand beside the kernels",
    spec: {
      name: "overhead-costly",
      family: "linear-regression",
      parameters: { samples: 1000, dimension: 20, noise: scales, design: "fixed" },
      regime: "accumulate-subsample",
      generations: 100,
    },
  },
];
