import type { Figure } from "./figure.ts";

/** How a bench is to be run. */
export interface BenchOptions {
  /** Shorter measurements, the same repetitions: for a look, not for a claim. */
  readonly quick: boolean;
  /** Alternating repetitions, each of ours and the peer. */
  readonly repetitions: number;
  /** Rows of a table bench; its own choice unless given. */
  readonly rows?: number;
  /** Only workloads whose name contains this. */
  readonly only: string;
  /** Told what is going on. */
  readonly note: (text: string) => void;
}

/** A subject that is measured against peers. Its figures come one by one, as they are ready. */
export interface Bench {
  readonly summary: string;
  run(options: BenchOptions): AsyncIterable<Figure>;
}
