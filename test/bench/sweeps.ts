import type { SpecInput } from "../../src/spec/content.ts";

/** A sweep whose overhead is measured: a spec but for the replicates, of which as many are run as the time asks for. */
export interface BenchSweep {
  readonly name: string;
  /** What it stands for. */
  readonly summary: string;
  /** Seconds of kernels on every thread: long beside the seconds that a sweep costs however small it is. */
  readonly seconds: number;
  readonly spec: Omit<SpecInput, "replicates" | "seed">;
}

/** Cells that cost the same, many more than cores, so that no core waits long for the last one. */
const scales = { range: [0.05, 2.4, 0.05] } as const;
const fewScales = { range: [0.1, 2.4, 0.1] } as const;

export const sweeps: readonly BenchSweep[] = [
  {
    name: "10 µs a generation, ten metrics",
    summary: "many rows: writing them and the dataset is most of what stands beside the kernels",
    seconds: 60,
    spec: {
      name: "overhead-10us",
      family: "gaussian",
      parameters: { samples: 450, sd: scales },
      regime: "accumulate-subsample",
      generations: 100,
    },
  },
  {
    name: "10 µs a generation, three metrics",
    summary: "as many rows, of three metrics instead of ten",
    seconds: 60,
    spec: {
      name: "overhead-10us-regression",
      family: "linear-regression",
      parameters: { samples: 120, dimension: 10, noise: scales },
      regime: "accumulate-subsample",
      generations: 100,
    },
  },
  {
    name: "10 ms a generation",
    summary: "few rows: Temporal, checkpoints, start and end stand beside the kernels",
    seconds: 120,
    spec: {
      name: "overhead-10ms",
      family: "logistic-regression",
      parameters: { samples: 90_000, dimension: 10, signal: scales },
      regime: "replace",
      generations: 50,
    },
  },
  {
    name: "1 s a generation",
    summary:
      "as long as a trial of a sweep tool: start, end and the last core to finish stand beside the kernels",
    seconds: 300,
    spec: {
      name: "overhead-1s",
      family: "logistic-regression",
      parameters: { samples: 105_000, dimension: 150, signal: fewScales },
      regime: "replace",
      generations: 10,
    },
  },
];
