import type { PartRows } from "../part-rows.ts";

/** Values held at once, at most: 128 MiB. */
const room = 2 ** 24;

/** What of a cell is looked at together: metrics [from, to) at some of the grid's generations, the first one always. */
export interface Pass {
  readonly metrics: readonly [from: number, to: number];
  /** Indices into the grid, ascending, beginning with 0. */
  readonly generations: readonly number[];
}

/** How a cell is looked at within bounded memory: in one pass, unless it has very many replicates. */
export function passesOf(metrics: number, grid: number, replicates: number): Pass[] {
  const series = Math.max(2, Math.floor(room / Math.max(1, replicates)));
  const all = Array.from({ length: grid }, (_, index) => index);
  const passes: Pass[] = [];
  if (series >= grid) {
    const step = Math.floor(series / grid);
    for (let from = 0; from < metrics; from += step)
      passes.push({ metrics: [from, Math.min(metrics, from + step)], generations: all });
    return passes;
  }
  for (let metric = 0; metric < metrics; metric++)
    for (let from = 1; from < grid; from += series - 1)
      passes.push({ metrics: [metric, metric + 1], generations: [0, ...all.slice(from, from + series - 1)] });
  return passes;
}

/** Values of a cell by (metric, generation), each series in order of replicates; NaN where there is none. */
export class CellValues {
  readonly pass: Pass;
  /** Where the values are. */
  readonly room: Float64Array;
  readonly #names: readonly string[];
  readonly #grid: readonly number[];
  readonly #replicates: number;
  readonly #values: Float64Array;
  readonly #stoppedAt: Int32Array | undefined;
  /** Values of chains at the generation at which they were stopped, by (metric, replicate). */
  readonly #last: Float64Array;

  /**
   * @param names of the family's metrics
   * @param grid generations that are reported, ascending
   * @param stoppedAt the last generation of each replicate, 0 where it goes on; undefined where all do
   * @param room a place for the values, of what is no longer needed; a larger one is made where it is too small
   */
  constructor(
    pass: Pass,
    names: readonly string[],
    grid: readonly number[],
    replicates: number,
    stoppedAt?: Int32Array,
    room: Float64Array = new Float64Array(0),
  ) {
    this.pass = pass;
    this.#names = names;
    this.#grid = grid;
    this.#replicates = replicates;
    const [from, to] = pass.metrics;
    const size = (to - from) * pass.generations.length * replicates;
    this.room = room.length < size ? new Float64Array(size) : room;
    this.#values = this.room.subarray(0, size).fill(Number.NaN);
    this.#stoppedAt = stoppedAt;
    this.#last = new Float64Array(stoppedAt ? (to - from) * replicates : 0);
  }

  /** Takes the values of a part of this cell. */
  take(part: PartRows): void {
    const [first, end] = this.pass.metrics;
    const { kept, last } = this.#picks(part);
    for (let metric = first; metric < end; metric++) {
      const column = part.metric(this.#names[metric] ?? "");
      pick(column, kept, this.#values.subarray(this.#start(metric, 0), this.#start(metric + 1, 0)));
      const begin = (metric - first) * this.#replicates;
      pick(column, last, this.#last.subarray(begin, begin + this.#replicates));
    }
  }

  /** Lets chains that were stopped stand at later generations with their last values, once all parts were taken. */
  carry(): void {
    const [first, end] = this.pass.metrics;
    for (const [replicate, stop] of this.#stoppedAt?.entries() ?? []) {
      if (stop === 0) continue;
      for (const [index, place] of this.pass.generations.entries())
        if ((this.#grid[place] ?? 0) > stop)
          for (let metric = first; metric < end; metric++)
            this.#values[this.#start(metric, index) + replicate] = this.#last[
              (metric - first) * this.#replicates + replicate
            ] as number;
    }
  }

  /** Which rows of a part are wanted, and where they go among a metric's values and its chains' last ones. */
  #picks({ facts, rows, places }: PartRows): { readonly kept: Picks; readonly last: Picks } {
    const generations = facts.to - facts.from + 1;
    const placeOf = new Int32Array(generations).fill(-1);
    for (const [index, place] of this.pass.generations.entries()) {
      const offset = (this.#grid[place] ?? 0) - facts.from;
      if (offset >= 0 && offset < generations) placeOf[offset] = index * this.#replicates;
    }
    const kept = picksOf(rows);
    const last = picksOf(this.#stoppedAt ? facts.count : 0);
    for (let row = 0; row < rows; row++) {
      const place = places === undefined ? row : (places[row] as number);
      const offset = place % generations;
      const replicate = facts.first + (place - offset) / generations;
      const start = placeOf[offset] as number;
      if (start >= 0) add(kept, row, start + replicate);
      if (this.#stoppedAt?.[replicate] === facts.from + offset) add(last, row, replicate);
    }
    return { kept, last };
  }

  /**
   * @param metric of the family, within the pass
   * @param index into the pass' generations
   */
  series(metric: number, index: number): Float64Array {
    const start = this.#start(metric, index);
    return this.#values.subarray(start, start + this.#replicates);
  }

  /** Whether some chain has a value of a metric of the pass. */
  has(metric: number): boolean {
    const [begin, end] = [this.#start(metric, 0), this.#start(metric + 1, 0)];
    for (let i = begin; i < end; i++) if (!Number.isNaN(this.#values[i])) return true;
    return false;
  }

  #start(metric: number, index: number): number {
    return ((metric - this.pass.metrics[0]) * this.pass.generations.length + index) * this.#replicates;
  }
}

/** Values to be copied: from a row to a place. */
interface Picks {
  count: number;
  readonly rows: Int32Array;
  readonly into: Int32Array;
}

function picksOf(most: number): Picks {
  return { count: 0, rows: new Int32Array(most), into: new Int32Array(most) };
}

function add(picks: Picks, row: number, into: number): void {
  picks.rows[picks.count] = row;
  picks.into[picks.count++] = into;
}

function pick(column: Float64Array, { count, rows, into }: Picks, values: Float64Array): void {
  for (let i = 0; i < count; i++) values[into[i] as number] = column[rows[i] as number] as number;
}
