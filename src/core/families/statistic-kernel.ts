import type { Address } from "../random/address.ts";
import type { Scattered } from "../random/points.ts";
import type { Draw } from "../regimes/regime.ts";

/** A training set of every lane, as its sufficient statistic. */
export interface Pool {
  /** Weighted observations in it; the same in every lane. The engine counts them, after each `merge`. */
  size: number;
  /** lanes · poolWidth numbers, all 0 when the pool is empty. */
  readonly values: Float64Array;
}

/** Single observations of one batch, addressed by their place in it. */
export interface Points {
  readonly draw: Draw;
  /** The batch's own address: its parts are the same streams as those of any other fit that looks at it. */
  readonly at: Address;
  /** Places in the batch, each 0 to draw.size - 1, ascending; only the first `count` entries are meant. */
  readonly indices: Uint32Array;
  readonly count: number;
}

/** A batch and where it comes from. */
export interface Source {
  readonly whole: Draw;
  /** The models that the batch was drawn from, all lanes. */
  readonly models: Float64Array;
  /** The batch's address. */
  readonly at: Address;
}

/** A uniform choice of observations. */
export interface Choice {
  /** How many; fewer than there are. */
  readonly n: number;
  readonly at: Address;
  /** Lanes (those not 0) that may be left out. */
  readonly ended: Int32Array | undefined;
}

/** Models of so many lanes, all of them the truth. @source none: a data structure */
export function trueModels(kernel: StatisticKernel, lanes: number): Float64Array {
  const models = new Float64Array(lanes * kernel.modelWidth);
  kernel.truth(models);
  return models;
}

/** Weighted observations of a pool that had `size`, and of batches. @source none: a sum */
export function sizeWith(size: number, sources: readonly Source[]): number {
  return sources.reduce((sum, { whole }) => sum + (whole.weight ?? 1) * whole.size, size);
}

/**
 * A family whose fit needs no more of the data than a sufficient statistic, bound to parsed parameters and to lanes.
 *
 * Arrays hold lanes · width numbers; how lanes and components lie in them is the kernel's business, for the engine
 * only keeps, clears and saves them. A kernel holds no randomness and no state that a draw could change.
 */
export interface StatisticKernel {
  /** Whether lanes lie in pairs (see `Paired`): arrays then hold one lane more where lanes are odd in number. */
  readonly paired?: true;
  /** Numbers a model takes, a lane. */
  readonly modelWidth: number;
  /** Numbers that the statistic of one whole batch takes, a lane. */
  readonly batchWidth: number;
  /** Numbers that a pooled statistic takes, a lane. */
  readonly poolWidth: number;
  /** The true model, in every lane. */
  truth(models: Float64Array): void;
  /** Overwrites `batch` with the statistic of draw.size observations of each lane's model, from its exact law. */
  draw(batch: Float64Array, models: Float64Array, draw: Draw, at: Address): void;
  /** Adds `weight` copies of a batch to a pool. */
  merge(pool: Pool, batch: Float64Array, draw: Draw, weight: number): void;
  /**
   * Replaces each lane's model by the estimate from its pool and sets its status. A lane whose status is final stays
   * as it is.
   *
   * @param models in: the models before; out: the models fitted
   */
  fit(models: Float64Array, pool: Pool, status: Uint8Array): void;
  /** The same for one whole unweighted batch, where that is faster or more exact than through a pool. */
  fitBatch?(models: Float64Array, batch: Float64Array, draw: Draw, status: Uint8Array): void;
  /**
   * A whole generation in one go, where that is faster: draws batches, adds them to the pool where there is one, fits to that
   * or else to all of the batches, and measures. The numbers are those of the calls one by one.
   *
   * @param pool as it was before; the engine counts the batches afterwards
   * @param sources of the batches, in order; their models may be `models` itself, of which they are drawn before the fit
   * @param choice among the pool and the batches, which the fit then sees alone; where `stepsChosen`
   */
  step?(
    models: Float64Array,
    pool: Pool | undefined,
    sources: readonly Source[],
    status: Uint8Array,
    metrics: readonly Float64Array[],
    choice?: Choice,
  ): void;
  /** Whether a step can have a choice. */
  readonly stepsChosen?: true;
  /** Whether a step can have several batches, of any models and weights; otherwise it has one, of `models`, of weight 1. */
  readonly stepsSeveral?: true;
  /** Whether `step` can go on so from these models and this pool; a kernel without this always can. */
  steps?(
    models: Float64Array,
    pool: Pool | undefined,
    sources: readonly Source[],
    choice: Choice | undefined,
  ): boolean;
  /**
   * Writes to models and pool what steps have kept elsewhere; a kernel without this keeps nothing. The engine calls it before
   * anybody else looks at them.
   */
  settle?(): void;
  /**
   * Draws single observations of a batch again, exactly those of its stream, and adds them to one lane of a pool. A
   * kernel without this and `addScattered` cannot follow a regime that subsamples.
   *
   * @param before observations that this lane of the pool holds already
   * @param models the models that the batch was drawn from, all lanes
   */
  addPoints?(pool: Float64Array, before: number, lane: number, models: Float64Array, points: Points): void;
  /**
   * The same for everything that a fit sees of several lanes at once, where that is faster than batch by batch.
   *
   * @param pool empty in these lanes
   * @param sources where the points' batches come from
   */
  addScattered?(pool: Float64Array, sources: readonly Source[], points: Scattered): void;
  /**
   * Adds to an empty pool a uniform choice of n among the observations of another, where what was chosen depends on how often
   * each value occurs alone: so single observations need not be drawn again.
   *
   * @param ended lanes (those not 0) that may be left out
   */
  choose?(into: Float64Array, pool: Pool, n: number, at: Address, ended?: Int32Array): void;
  /** Writes the family's metrics, in its order, one entry a lane. */
  measure(models: Float64Array, metrics: readonly Float64Array[], status: Uint8Array): void;
}
