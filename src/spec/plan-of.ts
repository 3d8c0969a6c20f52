import type { Cell } from "../core/cell.ts";
import { numericsVersion } from "../core/version.ts";
import { axesOf } from "./axes.ts";
import { familiesOf, isInteger } from "./check.ts";
import { cohortSize, laneNumbersOf } from "./cohort-size.ts";
import { equalCuts, roundsOf } from "./cohorts.ts";
import { expand } from "./expand.ts";
import { type FileReader, loadFiles, mapFiles } from "./data-files.ts";
import { specDigest, sweepId } from "./identify.ts";
import type { Spec } from "./parse.ts";
import type { Plan } from "./plan.ts";

/**
 * Expands a spec into its cells.
 *
 * @param read reads the files that the spec names; not needed where it names none
 * @throws {SpecError} with every combination of values that the family refuses, files that cannot be used, cells that are
 *   the same, an empty grid
 */
export function planOf(spec: Spec, read?: FileReader): Plan {
  const { content } = spec;
  const axes = axesOf(content, isInteger(familiesOf(content.family)));
  const loaded = loadFiles(spec, axes, read);
  const cells: readonly Cell[] = expand(spec, axes, loaded);
  // A file is known by its name and content, wherever it lies.
  const digest = specDigest(mapFiles(content, (path) => loaded.get(path)?.value ?? path));
  const files = Array.from(loaded.values(), ({ bytes: _, ...file }) => file);
  const until = typeof content.replicates === "number" ? undefined : content.replicates.until;
  const replicates =
    typeof content.replicates === "number" ? content.replicates : content.replicates.until.max;
  const { metrics, ...report } = content.report;
  return {
    format: 1,
    numericsVersion,
    sweepId: sweepId(content.name, digest),
    revision: 1,
    name: content.name,
    specDigest: digest,
    seed: content.seed,
    generations: content.generations,
    replicates,
    ...(until && { until }),
    cells,
    ...(files.length > 0 && { files }),
    axes: axes.flatMap(({ names }) => names),
    ...cut(replicates, roundsOf({ replicates, until }), cells),
    ...(content.stop && { stop: content.stop }),
    ...(content.checkpoint && { checkpointEvery: content.checkpoint.every }),
    queue: content.queue,
    report: { ...(metrics && { metrics }), ...report },
  };
}

/** Every cell is cut by what its family holds a lane: a cell of a large family does not narrow the others. */
function cut(
  replicates: number,
  rounds: readonly number[],
  cells: readonly Cell[],
): Pick<Plan, "cuts" | "cutOfCell"> {
  const sizes = cells.map((cell) => cohortSize(replicates, laneNumbersOf(cell)));
  const distinct = [...new Set(sizes)];
  const cuts = distinct.map((size) => equalCuts(rounds, size));
  return distinct.length > 1 ? { cuts, cutOfCell: sizes.map((size) => distinct.indexOf(size)) } : { cuts };
}
