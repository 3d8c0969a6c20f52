import type { Cell, ParameterValue } from "../core/cell.ts";
import { ParameterError } from "../core/errors.ts";
import { canonicalJson } from "./canonical.ts";
import { cutsOf, grownCuts, roundsOf, withCuts } from "./cohorts.ts";
import type { Plan } from "./plan.ts";

/**
 * The plan that a sweep gets when it is extended to `wanted`: cells that it has keep how they were cut, so that their
 * cohorts go on from their checkpoints; others are cut as `wanted` has them.
 *
 * @throws {ParameterError} when it would have fewer replicates (of a rule: fewer at most) or generations than it has
 */
export function extendedPlan(held: Plan, wanted: Plan): Plan {
  for (const name of ["replicates", "generations"] as const)
    if (wanted[name] < held[name])
      throw new ParameterError(
        name,
        `at least ${held[name]}, as ${held.sweepId} has`,
        wanted[name],
        "A smaller sweep is one of its own: `ouro run` its spec; what this one computed is taken over.",
      );
  const before = new Map(held.cells.map((cell, index) => [cell.id, index]));
  const recut = withCuts(wanted, (cell) => {
    const ends = cutsOf(wanted, cell);
    const index = before.get(wanted.cells[cell]?.id ?? "");
    return index === undefined
      ? ends
      : grownCuts(cutsOf(held, index), roundsOf(wanted), ends[0] ?? wanted.replicates);
  });
  const reuses = [...new Set([...(held.reuses ?? []), ...(wanted.reuses ?? [])])];
  return { ...recut, sweepId: held.sweepId, ...(reuses.length > 0 && { reuses }) };
}

/** The plan without some of its cells. */
export function narrowedPlan(held: Plan, leave: (cell: Cell) => boolean): Plan {
  const kept = held.cells.flatMap((cell, index) => (leave(cell) ? [] : [index]));
  const cells = kept.map((index) => held.cells[index] as Cell);
  const seconds = held.secondsOfCell && {
    secondsOfCell: kept.map((index) => held.secondsOfCell?.[index] as number),
  };
  return withCuts({ ...held, cells, ...seconds }, (cell) => cutsOf(held, kept[cell] as number));
}

/** How one plan differs from another. */
export interface PlanDifference {
  readonly added: readonly Cell[];
  readonly removed: readonly Cell[];
  readonly unchanged: number;
  /** Why cells were added or removed, with how many. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Chain-generations that are in `next` and not in `held`; at most so many where values decide on replicates. */
  readonly newGenerations: number;
  /** What else a spec says of a sweep as a whole and says differently now: before, after. */
  readonly settings: ReadonlyMap<string, readonly [before: string, after: string]>;
}

/** Compares plans cell by cell; equal ids are equal cells. */
export function planDifference(held: Plan, next: Plan): PlanDifference {
  const [heldIds, nextIds] = [held, next].map(({ cells }) => new Set(cells.map(({ id }) => id)));
  const added = next.cells.filter(({ id }) => !heldIds?.has(id));
  const removed = held.cells.filter(({ id }) => !nextIds?.has(id));
  const unchanged = next.cells.length - added.length;
  const reasons = new Map<string, number>();
  const count = (verb: string, cells: readonly Cell[], others: Plan, own: Plan): void => {
    const values = coordinateValues(others.cells);
    for (const cell of cells) {
      const reason = `${verb}: ${otherSweep(own, others) ?? whyNot(cell, values)}`;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  };
  count("added", added, held, next);
  count("removed", removed, next, held);
  const wanted = settingsOf(next);
  const settings = new Map(
    Object.entries(settingsOf(held)).flatMap(([name, before]) => {
      const after = wanted[name] ?? "";
      return before === after ? [] : [[name, [before, after]] as const];
    }),
  );
  const each = next.replicates * next.generations;
  // How many replicates another rule, or other values, made there be is not known here: at least the first round.
  const undecided = held.until && (settings.has("replicates") || settings.has("generations"));
  const least = undecided ? held.until.min : held.replicates;
  const newGenerations =
    added.length * each + unchanged * Math.max(0, each - Math.min(least, next.replicates) * held.generations);
  return { added, removed, unchanged, reasons, newGenerations, settings };
}

/** Settings of a whole sweep as texts, which are the same where the settings are. When chains stop is part of a cell. */
function settingsOf(plan: Plan): Readonly<Record<string, string>> {
  const { replicates, until, generations, checkpointEvery, queue, report } = plan;
  return {
    replicates: until ? `until ${canonicalJson(until)}` : String(replicates),
    generations: String(generations),
    checkpoint: checkpointEvery === undefined ? "none" : `every ${checkpointEvery}`,
    queue,
    report: canonicalJson(report),
  };
}

/** Why no cell of one plan can be a cell of the other. */
function otherSweep(own: Plan, others: Plan): string | undefined {
  if (own.seed !== others.seed) return `seed ${own.seed}, not ${others.seed}`;
  if (own.stop?.when !== others.stop?.when)
    return `stop ${own.stop?.when ?? "never"}, not ${others.stop?.when ?? "never"}`;
  return undefined;
}

/** All that a cell's identity is made of, but the seed and when chains stop. */
export function coordinates(cell: Cell): Readonly<Record<string, ParameterValue>> {
  const { family, regime, parameters, regimeParameters } = cell;
  return { family, regime, ...parameters, ...regimeParameters };
}

function coordinateValues(cells: readonly Cell[]): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const cell of cells)
    for (const [name, value] of Object.entries(coordinates(cell))) {
      const known = values.get(name) ?? new Set();
      values.set(name, known.add(JSON.stringify(value)));
    }
  return values;
}

/** Which of a cell's coordinates other cells do not have. */
function whyNot(cell: Cell, others: ReadonlyMap<string, ReadonlySet<string>>): string {
  const alone = Object.entries(coordinates(cell)).filter(
    ([name, value]) => !others.get(name)?.has(JSON.stringify(value)),
  );
  if (alone.length === 0) return "another combination of values";
  return alone.map(([name, value]) => `${name} ${String(value)}`).join(", ");
}
