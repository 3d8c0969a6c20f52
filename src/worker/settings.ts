import { availableParallelism } from "node:os";

/** How a worker process uses its machine. Numbers never depend on any of these. */
export interface WorkerSettings {
  /** Compute threads; one per core by default. */
  readonly threads: number;
  /** Seconds of generations that one `advance` call aims at. */
  readonly budgetSeconds: number;
  /** Seconds that one generation may take before its thread is ended and, in the end, its chains are given up. */
  readonly generationTimeoutSeconds: number;
  /** Resource class of the compute queue served, or null for control work only. */
  readonly resourceClass: string | null;
  /** Whether workflows and dataset activities run here too. */
  readonly control: boolean;
  /** Memory that DuckDB may use for the dataset, in MiB. */
  readonly datasetMemoryMiB: number;
  /** What the server calls this worker; pid@host unless given. */
  readonly name?: string | undefined;
  /** The worker deployment that it is a version of; without one, any worker goes on with any sweep. */
  readonly deployment?: DeploymentSettings | undefined;
}

export interface DeploymentSettings {
  readonly name: string;
  /** Whether sweeps that begin from now on begin on this version. */
  readonly makeCurrent: boolean;
}

export const defaultWorkerSettings: WorkerSettings = {
  threads: availableParallelism(),
  budgetSeconds: 10,
  generationTimeoutSeconds: 6 * 60 * 60,
  resourceClass: "cpu",
  control: true,
  datasetMemoryMiB: 1536,
};
