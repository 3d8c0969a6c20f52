import type { Address } from "../random/address.ts";

/** Numbers held at most, 64 MiB. */
const room = 2 ** 23;

/** A batch of a pool, all lanes. */
export interface HeldBatch {
  readonly size: number;
  /** The models that it was drawn from. */
  readonly models: Float64Array;
  readonly at: Address;
}

/**
 * Every observation of a pool that only grows, lane by lane in the order of the pool, while there is room for them. They are
 * pure functions of streams and models and are no part of a checkpoint: whoever needs them draws them again, once.
 *
 * @source none: a data structure
 */
export class ObservedPool {
  readonly #lanes: number;
  readonly #draw: (values: Float64Array, source: HeldBatch) => void;
  /** Shape [lanes, capacity]. */
  #values = new Float64Array(0);
  #capacity = 0;
  /** Batches and observations that it holds of each lane. */
  #batches = 0;
  #size = 0;

  /** @param draw writes the observations of a batch, shape [lanes, size] */
  constructor(lanes: number, draw: (values: Float64Array, source: HeldBatch) => void) {
    this.#lanes = lanes;
    this.#draw = draw;
  }

  /** Takes in batches that are new to it. @param sources all of the pool, oldest first @returns false where there is no room */
  hold(sources: readonly HeldBatch[]): boolean {
    const fresh = sources.slice(this.#batches);
    const needed = fresh.reduce((sum, { size }) => sum + size, this.#size);
    if (needed * this.#lanes > room) return false;
    if (needed > this.#capacity) this.#widen(Math.min(2 * needed, Math.floor(room / this.#lanes)));
    for (const source of fresh) {
      const drawn = new Float64Array(this.#lanes * source.size);
      this.#draw(drawn, source);
      for (let lane = 0; lane < this.#lanes; lane++)
        this.#values.set(
          drawn.subarray(lane * source.size, (lane + 1) * source.size),
          lane * this.#capacity + this.#size,
        );
      this.#size += source.size;
    }
    this.#batches += fresh.length;
    return true;
  }

  /** Sum of the observations at these places of a lane's pool. */
  sumAt(lane: number, chosen: Uint32Array): number {
    const values = this.#values;
    const start = lane * this.#capacity;
    let sum = 0;
    for (let i = 0; i < chosen.length; i++) sum += values[start + chosen[i]!]!;
    return sum;
  }

  #widen(capacity: number): void {
    const wider = new Float64Array(this.#lanes * capacity);
    for (let lane = 0; lane < this.#lanes; lane++) {
      const start = lane * this.#capacity;
      wider.set(this.#values.subarray(start, start + this.#size), lane * capacity);
    }
    this.#values = wider;
    this.#capacity = capacity;
  }
}
