import { memoryDoubles, memoryWords } from "../random/kernel.ts";
import type { Slot } from "../random/symbol-lanes.ts";

/** A lane's model and pool, where there is one, inside larger arrays. */
export interface Lane {
  readonly models: Float64Array;
  readonly pool: Float64Array | undefined;
  readonly base: number;
  readonly room: number;
}

/**
 * Whether a lane's weights are counts, and its model and pool have the symbols that a step needs them to have: the same, or
 * of a model that is a choice no others than the pool.
 *
 * @source none: a data structure
 */
export function fitsSlot({ models, pool, base, room }: Lane, chosen: boolean): boolean {
  const support = models[base]!;
  for (let i = base + 1 + room; i <= base + room + support; i++)
    if (!Number.isInteger(models[i])) return false;
  if (pool === undefined) return true;
  if (!chosen && support !== pool[base]) return false;
  let left = support;
  for (let i = base + 1, model = base + 1; i <= base + pool[base]!; i++) {
    if (!Number.isInteger(pool[i + room])) return false;
    if (left > 0 && models[model] === pool[i]) {
      left--;
      model++;
    }
  }
  return left === 0;
}

/**
 * Puts a lane into a slot.
 *
 * @param probabilities of all symbols under the true law
 * @source none: a data structure
 */
export function fillSlot(slot: Slot, lane: Lane, probabilities: Float64Array, chosen: boolean): void {
  const { models, pool, base, room } = lane;
  const words = memoryWords();
  const doubles = memoryDoubles();
  const values = pool ?? models;
  const support = values[base]!;
  const modelSupport = models[base]!;
  let total = 0;
  let model = 0;
  let before = 0;
  for (let i = 0; i < support; i++) {
    const name = values[base + 1 + i]!;
    const upTo = values[base + 1 + room + i]!;
    const count = pool === undefined ? upTo - total : upTo;
    total += count;
    words[slot.names + i] = name;
    words[slot.counts + i] = count;
    doubles[slot.shares + i] = probabilities[name]!;
    if (!chosen || model === modelSupport || models[base + 1 + model] !== name) continue;
    const sum = models[base + 1 + room + model]!;
    words[slot.picks + model] = i;
    words[slot.model + model] = sum - before;
    before = sum;
    model++;
  }
  words[slot.support] = support;
  words[slot.total] = total;
  words[slot.modelTotal] = modelSupport === 0 ? 0 : models[base + room + modelSupport]!;
  words[slot.modelSupport] = modelSupport;
}

/**
 * Writes a lane back from its slot.
 *
 * @source none: a data structure
 */
export function emptySlot(slot: Slot, { models, pool, base, room }: Lane, chosen: boolean): void {
  const words = memoryWords();
  const support = words[slot.support]!;
  if (pool !== undefined) {
    pool[base] = support;
    for (let i = 0; i < support; i++) {
      pool[base + 1 + i] = words[slot.names + i]!;
      pool[base + 1 + room + i] = words[slot.counts + i]!;
    }
  }
  const before = models[base]!;
  const after = chosen ? words[slot.modelSupport]! : support;
  const counts = chosen ? slot.model : slot.counts;
  let total = 0;
  for (let i = 0; i < after; i++) {
    models[base + 1 + i] = words[slot.names + (chosen ? words[slot.picks + i]! : i)]!;
    models[base + 1 + room + i] = total += words[counts + i]!;
  }
  // A pool goes on growing where a model stays that has one symbol alone.
  if (pool !== undefined && after === 1) models[base + 1 + room] = words[slot.modelTotal]!;
  for (let i = after; i < before; i++) models[base + 1 + i] = models[base + 1 + room + i] = 0;
  models[base] = after;
}
