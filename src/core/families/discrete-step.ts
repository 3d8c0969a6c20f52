import { NumericalError } from "../errors.ts";
import type { Lanes } from "../random/address.ts";
import {
  leaveSlots,
  type Slots,
  slotAt,
  slotsOf,
  type Step,
  stepSlots,
  takeSlots,
} from "../random/symbol-lanes.ts";
import { type DiscreteLaw, urnOfLaw } from "./discrete-law.ts";
import { discreteReport } from "./discrete-metrics.ts";
import { isTruth } from "./discrete-model.ts";
import { emptySlot, fillSlot, fitsSlot, type Lane } from "./discrete-slots.ts";
import { isDrawnOneByOne } from "./discrete-truth.ts";
import type { Choice, Pool, Source, StatisticKernel } from "./statistic-kernel.ts";
import { countsWidth } from "./symbol-counts.ts";

/** Counts have 31 bits. */
const most = 2 ** 31;

/** Models and a pool of which a cohort's slots hold what they became. */
interface Held {
  readonly models: Float64Array;
  readonly pool: Float64Array | undefined;
  readonly slots: Slots;
  /** Whether models are choices among the pool. */
  chosen: boolean;
  /** Whether models are the pool, of the first generation, and may still be taken for choices. */
  fresh: boolean;
}

/**
 * Generations of frequencies in one go: lanes stay in the module's memory, and a batch is drawn from a model whose symbols are among
 * the pool's, or that stands in its place, so that no list of symbols is merged with another.
 *
 * @param over what the status of a lane becomes that has one symbol left; 0 where that may change
 * @source none: what the calls do
 */
export function discreteStep(
  law: DiscreteLaw,
  lanes: Lanes,
  room: number,
  over: number,
): Required<Pick<StatisticKernel, "step" | "stepsChosen" | "steps" | "settle">> {
  const { count } = lanes;
  const width = countsWidth(room);
  const report = discreteReport(law);
  let held: Held | undefined;

  return { stepsChosen: true, steps, step, settle };

  function steps(
    models: Float64Array,
    pool: Pool | undefined,
    [source]: readonly Source[],
    choice: Choice | undefined,
  ): boolean {
    const draws = source?.whole.size ?? 0;
    if (!(draws < most && (pool?.size ?? 0) + draws < most)) return false;
    const chosen = choice !== undefined;
    if (held?.models === models && held.pool === pool?.values && (held.chosen === chosen || held.fresh)) {
      held.chosen = chosen;
      return true;
    }
    settle();
    if (models[0] === isTruth) return opens(models, pool, draws);
    let symbols = 0;
    for (let lane = 0; lane < count; lane++) {
      const given = laneOf(models, pool?.values, lane);
      if (!fitsSlot(given, chosen)) return false;
      symbols = Math.max(symbols, (given.pool ?? models)[given.base]!);
    }
    const slots = slotsOf(lanes, symbols, chosen);
    if (slots) held = { models, pool: pool?.values, slots, chosen, fresh: false };
    if (slots?.together === count) {
      takeSlots(settle);
      fill(held!, 0, count);
    }
    return slots !== undefined;
  }

  /** Takes empty slots where lanes are to be drawn from the truth, all of them at once. */
  function opens(models: Float64Array, pool: Pool | undefined, draws: number): boolean {
    const slots = slotsOf(lanes, Math.min(room, draws), pool !== undefined);
    if (slots?.together !== count || !isDrawnOneByOne(law, draws) || !urnOfLaw(law)) return false;
    held = { models, pool: pool?.values, slots, chosen: false, fresh: false };
    takeSlots(settle);
    return true;
  }

  function step(
    _models: Float64Array,
    _pool: Pool | undefined,
    [source]: readonly Source[],
    status: Uint8Array,
    metrics: readonly Float64Array[],
    choice?: Choice,
  ): void {
    if (source === undefined || held === undefined)
      throw new NumericalError("A step of discrete chains must have a batch and lanes; it has none.");
    const { slots } = held;
    const all = stepOf(held, source, choice);
    const left = choice?.ended
      ? Uint8Array.from(status, (code, lane) => code || +(choice.ended![lane] !== 0))
      : status;
    for (let lane = 0; lane < count; lane += slots.together) {
      const some = Math.min(slots.together, count - lane);
      if (some < count) {
        takeSlots(nothing);
        fill(held, lane, some);
      }
      stepSlots(slots, lane, some, all, left, (which, support, entropy, differ, distance) => {
        report(metrics, which, support, entropy, differ, distance);
      });
      if (some < count) empty(held, lane, some);
    }
    held.fresh = all.kind === "drawn" && all.isPool;
  }

  function stepOf({ pool }: Held, { whole, at }: Source, choice: Choice | undefined): Step {
    const draws = whole.size;
    if (choice) return { kind: "chosen", draws, at, chosen: choice.n, choice: choice.at };
    if (whole.from !== 0) return { kind: pool ? "pooled" : "replaced", draws, at, over };
    return { kind: "drawn", draws, at, over, urn: urnOfLaw(law)!, isPool: pool !== undefined };
  }

  function settle(): void {
    if (held?.slots.together === count) {
      empty(held, 0, count);
      leaveSlots();
    }
    held = undefined;
  }

  function fill({ models, pool, slots, chosen }: Held, first: number, some: number): void {
    for (let i = 0; i < some; i++)
      fillSlot(slotAt(slots, i), laneOf(models, pool, first + i), law.probabilities, chosen);
  }

  function empty({ models, pool, slots, chosen }: Held, first: number, some: number): void {
    for (let i = 0; i < some; i++) emptySlot(slotAt(slots, i), laneOf(models, pool, first + i), chosen);
  }

  function laneOf(models: Float64Array, pool: Float64Array | undefined, lane: number): Lane {
    return { models, pool, base: lane * width, room };
  }
}

/** Lanes that are in slots for one generation have been written back. */
function nothing(): void {}
