import type { Cell, ParameterValue } from "../core/cell.ts";
import { filledParameters } from "../core/families/filled.ts";
import type { CohortFailure } from "../storage/failures.ts";
import { cohortAt } from "../spec/cohorts.ts";
import type { Plan } from "../spec/plan.ts";

/** Failures that have one cause, as far as their type and message tell. */
export interface FailureGroup {
  /** 8 hex digits of the fingerprint: stable as long as type and normalised message are. */
  readonly group: string;
  readonly type: string;
  /** Of the first one; numbers in it differ from chain to chain. */
  readonly message: string;
  readonly chains: number;
  readonly cohorts: readonly number[];
  /** Ids of the cells they are in. */
  readonly cells: readonly string[];
  /** A chain of the group, for `ouro reproduce`. */
  readonly example: string;
  /** Which values of the plan's axes it hit: [least, most] of numbers, the list of anything else. */
  readonly hit: Readonly<Record<string, readonly ParameterValue[]>>;
}

/** Groups failures by type and message, numbers and quoted names aside; the largest group first. */
export function groupFailures(plan: Plan, failures: readonly CohortFailure[]): FailureGroup[] {
  const groups = new Map<string, CohortFailure[]>();
  for (const failure of failures) {
    const fingerprint = `${failure.type}: ${normalise(failure.message)}`;
    const members = groups.get(fingerprint);
    if (members) members.push(failure);
    else groups.set(fingerprint, [failure]);
  }
  return [...groups]
    .map(([fingerprint, members]) => describe(plan, fingerprint, members))
    .sort((a, b) => b.chains - a.chains || (a.group < b.group ? -1 : 1));
}

/** A message without what differs from one chain to the next. */
export function normalise(message: string): string {
  return message
    .replace(/"[^"]*"/g, '"…"')
    .replace(/\b[0-9a-f]{8,}\b/g, "…")
    .replace(/[-+]?\d+(\.\d+)?(e[-+]?\d+)?/gi, "#");
}

function describe(plan: Plan, fingerprint: string, members: readonly CohortFailure[]): FailureGroup {
  const slices = members.map(({ cohort }) => cohortAt(plan, cohort).slice);
  const [first] = slices;
  return {
    group: fnv1a(fingerprint),
    type: members[0]?.type ?? "",
    message: members[0]?.message ?? "",
    chains: slices.reduce((sum, { count }) => sum + count, 0),
    cohorts: members.map(({ cohort }) => cohort),
    cells: [...new Set(slices.map(({ cell }) => cell.id))],
    example: first ? `${first.cell.id}-${first.first}` : "",
    hit: Object.fromEntries(
      plan.axes.map((axis) => [axis, extent(slices.map(({ cell }) => coordinate(cell, axis)))]),
    ),
  };
}

function coordinate(cell: Cell, axis: string): ParameterValue {
  if (axis === "family") return cell.family;
  if (axis === "regime") return cell.regime;
  return filledParameters(cell)[axis] ?? cell.regimeParameters[axis] ?? "";
}

function extent(values: readonly ParameterValue[]): readonly ParameterValue[] {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < values.length) return [...new Set(values)];
  return [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];
}

/** FNV-1a, 32 bits: short names for groups, nothing rests on them being unforgeable. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
