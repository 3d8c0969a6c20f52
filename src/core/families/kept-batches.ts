import type { Draw } from "../regimes/regime.ts";

/** A batch of all lanes. @source none: bookkeeping of the regimes */
export interface KeptBatch {
  readonly draw: Draw;
  /** What its values come to. */
  readonly statistic: Float64Array;
}

/**
 * The batches that later fits look back at, by the generation that drew them.
 *
 * @source none: bookkeeping of the regimes
 */
export class KeptBatches {
  #batches = new Map<number, readonly KeptBatch[]>();

  /** Those of a generation; undefined where they were not kept. */
  of(generation: number): readonly KeptBatch[] | undefined {
    return this.#batches.get(generation);
  }

  /** Takes in those of a generation, and gives up what is not wanted any longer. */
  retain(wanted: readonly number[], generation: number, fresh: readonly KeptBatch[]): void {
    for (const kept of this.#batches.keys()) if (!wanted.includes(kept)) this.#batches.delete(kept);
    if (wanted.includes(generation)) this.#batches.set(generation, fresh);
  }

  /** Holds these and no others. */
  restore(batches: Iterable<readonly [number, readonly KeptBatch[]]>): void {
    this.#batches = new Map(batches);
  }
}
