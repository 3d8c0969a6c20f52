import { setImmediate } from "node:timers/promises";
import { ratioOfMeans } from "../../core/statistics/ratio.ts";
import { summarise } from "../../core/statistics/summary.ts";
import type { Plan } from "../../spec/plan.ts";
import { readPartRows } from "../part-rows.ts";
import { CellValues, type Pass, passesOf } from "./cell-values.ts";
import type { CellsTable } from "./cells.ts";
import type { CohortFacts } from "./cohort-facts.ts";
import type { PublishOptions } from "./publish.ts";
import { type StoppedChains, stoppedChains } from "./stopped-chains.ts";
import type { LocalPart, PartSource } from "./source.ts";

/** Where values are put that are summarised, kept from call to call: thousands of small arrays would all be collected. */
let room = new Float64Array(0);

/** What cells are summarised from and into. */
export interface CellWork {
  readonly plan: Plan;
  readonly metricsOf: (family: string) => readonly string[];
  /** Generations that are reported, ascending. */
  readonly grid: readonly number[];
  /** Cohorts of the cells that are to be summarised, by cell. */
  readonly cohorts: ReadonlyMap<number, readonly CohortFacts[]>;
  readonly source: PartSource;
  readonly cells: CellsTable;
  readonly letOthers?: PublishOptions["letOthers"];
}

/**
 * Summarises cells, one after the other, over replicates: parts that are read anyway are given to {@link take}, those
 * that are in the dataset already are read again. What is computed depends on the values alone. Between two
 * metrics the event loop gets its turn.
 */
export class CellSession {
  readonly #work: CellWork;
  #cell = -1;
  #values: CellValues | undefined;
  /** Where values are held, one pass after the other. */
  #room: Float64Array = new Float64Array(0);
  #taken: Set<string> = new Set();
  #ends: StoppedChains | undefined;

  constructor(work: CellWork) {
    this.#work = work;
  }

  /** Ends the cell before, where this is another one. */
  async enter(cell: number): Promise<void> {
    if (cell === this.#cell) return;
    await this.leave();
    this.#cell = cell;
    this.#taken = new Set();
    this.#ends = stoppedChains(this.#work.plan, this.#work.cohorts.get(cell) ?? []);
    const [pass] = this.#passes();
    if (pass) this.#values = this.#valuesOf(pass);
  }

  /** Takes a part of the cell that was entered. */
  async take({ entry, bytes }: LocalPart): Promise<void> {
    if (this.#values === undefined || this.#taken.has(entry.key)) return;
    this.#taken.add(entry.key);
    this.#values.take(await readPartRows(bytes, entry.key));
  }

  /** Summarises cells whose rows are in the dataset already. */
  async rest(done: ReadonlySet<number>): Promise<void> {
    for (const cell of this.#work.cohorts.keys()) if (!done.has(cell)) await this.enter(cell);
    await this.leave();
  }

  /** Summarises the cell that was entered, where it is among those to be summarised. */
  async leave(): Promise<void> {
    const values = this.#values;
    this.#values = undefined;
    if (values === undefined) return;
    const [, ...more] = this.#passes();
    await this.#read(values, this.#taken);
    await this.#summarise(values);
    for (const pass of more) {
      const next = this.#valuesOf(pass);
      await this.#read(next, new Set());
      await this.#summarise(next);
    }
    await this.#work.cells.settle();
  }

  #valuesOf(pass: Pass): CellValues {
    const { grid, plan } = this.#work;
    const stoppedAt = this.#ends?.stoppedAt;
    const values = new CellValues(pass, this.#names(), grid, plan.replicates, stoppedAt, this.#room);
    this.#room = values.room;
    return values;
  }

  #passes(): ReturnType<typeof passesOf> {
    const { plan, cohorts, grid } = this.#work;
    if (!cohorts.has(this.#cell)) return [];
    return passesOf(this.#names().length, grid.length, plan.replicates);
  }

  /** Of the metrics of the cell's family. */
  #names(): readonly string[] {
    return this.#work.metricsOf(this.#work.plan.cells[this.#cell]?.family ?? "");
  }

  async #read(values: CellValues, except: ReadonlySet<string>): Promise<void> {
    for (const facts of this.#work.cohorts.get(this.#cell) ?? [])
      for (const entry of await facts.parts())
        if (!except.has(entry.key))
          values.take(await readPartRows(await this.#work.source.read(entry), entry.key));
  }

  async #summarise(values: CellValues): Promise<void> {
    const { plan, grid, cells } = this.#work;
    const cell = plan.cells[this.#cell];
    if (cell === undefined) return;
    const names = this.#names();
    values.carry();
    const [from, to] = values.pass.metrics;
    for (let metric = from; metric < to; metric++) {
      // Some metrics are not for every cell of a family.
      if (!values.has(metric)) continue;
      const first = values.series(metric, 0);
      for (const [index, place] of values.pass.generations.entries()) {
        // The first generation is in every pass, as what others are compared with.
        if (place === 0 && values.pass.generations.length < grid.length && this.#reportedBefore(values))
          continue;
        const series = values.series(metric, index);
        const ratio = ratioOfMeans(series, first);
        const summary = summarise(withoutNaN(series));
        if (this.#reached(grid[place] ?? 0))
          await cells.add(
            { index: this.#cell, cell, metric: names[metric] ?? "", generation: grid[place] ?? 0 },
            summary,
            ratio,
            (grid[place] ?? 0) <= (this.#ends?.comparable ?? Number.POSITIVE_INFINITY),
          );
      }
      await setImmediate();
      await this.#work.letOthers?.();
    }
  }

  /** Whether an earlier pass had the first generation of this metric. */
  #reportedBefore({ pass }: CellValues): boolean {
    return (pass.generations[1] ?? 1) > 1;
  }

  /** Whether some chain of the cell has come so far, or has ended before. */
  #reached(generation: number): boolean {
    const cohorts = this.#work.cohorts.get(this.#cell) ?? [];
    return cohorts.some((facts) => facts.finished || facts.generation >= generation);
  }
}

/** The values that are numbers; they hold until the next call. */
function withoutNaN(values: Float64Array): Float64Array {
  if (room.length < values.length) room = new Float64Array(values.length);
  const kept = room;
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isNaN(value)) kept[n++] = value;
  }
  return kept.subarray(0, n);
}
