import type { Cell, ParameterValue, Parameters } from "../core/cell.ts";
import { ParameterError } from "../core/errors.ts";
import { familyNamed } from "../core/families/registry.ts";
import { openCohort } from "../core/open.ts";
import { regimeNamed } from "../core/regimes/registry.ts";
import type { Axis, Point } from "./axes.ts";
import { parameterProblem, regimeProblem, rootName } from "./check-values.ts";
import { whereProblem } from "./check-where.ts";
import type { SpecContent } from "./content.ts";
import { cellCount, coordinates } from "./grid.ts";
import { type LoadedFiles, withFiles } from "./data-files.ts";
import { identifyCell } from "./identify.ts";
import type { Spec } from "./parse.ts";
import type { Path } from "./path.ts";
import { mismatch, type Problem, problemAt, SpecError } from "./problems.ts";
import type { Source } from "./source.ts";
import { type Condition, parseCondition, ConditionError } from "../core/condition.ts";

/** Distinct problems after which the rest of the grid is not looked at. */
const enough = 100;

/**
 * The cells of a grid that meet every condition, in grid order.
 *
 * @param files those that parameters name, by path
 * @throws {SpecError}
 */
export function expand({ content, source }: Spec, axes: readonly Axis[], files: LoadedFiles): Cell[] {
  const sizes = axes.map(({ points }) => points.length);
  const conditions = content.where.map(parseCondition);
  const defaults = defaultsOf(content.family);
  const problems = new Map<string, Problem>();
  const add = (problem: Problem): void => {
    problems.set(`${problem.path}\n${problem.message}`, problem);
  };
  const addOnce = (problem: Problem): void => {
    if (!problems.has(problem.path)) problems.set(problem.path, problem);
  };
  const cells = new Map<string, { cell: Cell; index: number }>();
  const followed: Followed = new Map();
  const pointsAt = (index: number): Point[] =>
    coordinates(index, sizes).flatMap<Point>((at, axis) => axes[axis]?.points[at] ?? []);

  const total = cellCount(sizes);
  for (let index = 0; index < total && problems.size < enough; index++) {
    const points = pointsAt(index);
    const raw = rawCell(points);
    if (!keeps(conditions, raw, defaults, source, add)) continue;
    const cell = parsed(raw, points, content, source, add, files);
    if (!cell || !follows(cell, points, followed, source, add)) continue;
    const twin = cells.get(cell.id);
    if (twin) addOnce(sameCell(cell, points, pointsAt(twin.index), source));
    else cells.set(cell.id, { cell, index });
  }
  if (problems.size > 0) throw new SpecError([...problems.values()]);
  if (cells.size === 0)
    throw new SpecError([
      problemAt(source, ["where"], `where must keep at least one cell; got none of ${total}.`),
    ]);
  return Array.from(cells.values(), ({ cell }) => cell);
}

type RawCell = Omit<Cell, "id" | "key">;

/** By family, then by parameter. */
type Defaults = ReadonlyMap<string, ReadonlyMap<string, ParameterValue>>;

function defaultsOf(family: SpecContent["family"]): Defaults {
  const names = typeof family === "string" ? [family] : family.grid;
  const ofFamily = (name: string): ReadonlyMap<string, ParameterValue> =>
    new Map(
      familyNamed(name).parameters.flatMap((info) =>
        info.default === undefined ? [] : [[info.name, info.default] as const],
      ),
    );
  return new Map(names.map((name) => [name, ofFamily(name)]));
}

function rawCell(points: readonly Point[]): RawCell {
  const parameters: Record<string, ParameterValue> = {};
  let [family, regime] = ["", ""];
  let regimeParameters: Parameters = {};
  for (const point of points) {
    if (point.parameters) Object.assign(parameters, point.parameters);
    family = point.family ?? family;
    regime = point.regime ?? regime;
    regimeParameters = point.regimeParameters ?? regimeParameters;
  }
  return { family, parameters, regime, regimeParameters };
}

/** Conditions see the cell as it is written, defaults filled in: an excluded cell need not make sense. */
function keeps(
  conditions: readonly Condition[],
  { family, regime, parameters }: RawCell,
  defaults: Defaults,
  source: Source,
  add: (problem: Problem) => void,
): boolean {
  const valueOf = (name: string): ParameterValue | undefined => {
    if (name === "family") return family;
    if (name === "regime") return regime;
    return Object.hasOwn(parameters, name) ? parameters[name] : defaults.get(family)?.get(name);
  };
  return conditions.every((condition, index) => {
    try {
      return condition.holds(valueOf);
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      add(whereProblem(error, index, conditions.length === 1, source));
      return false;
    }
  });
}

function parsed(
  raw: RawCell,
  points: readonly Point[],
  { seed, stop }: SpecContent,
  source: Source,
  add: (problem: Problem) => void,
  files: LoadedFiles,
): Cell | undefined {
  try {
    const own = withFiles(familyNamed(raw.family), raw.parameters, files);
    try {
      const regimeParameters = regimeNamed(raw.regime).parse(raw.regimeParameters);
      return { ...identifyCell({ ...raw, ...own, regimeParameters }, seed, stop?.when), ...own };
    } catch (error) {
      const point = points.find(({ regime }) => regime !== undefined);
      if (!(error instanceof ParameterError) || !point) throw error;
      add(regimeProblem(error, point, source));
    }
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    const name = rootName(error.path);
    add(parameterProblem(error, name, placeOf(points, name) ?? ["parameters", name], source));
  }
  return undefined;
}

/** Whether a family can follow a regime: by the name of both, with the regime's parameters. */
type Followed = Map<string, boolean>;

/** Tries the first cell of every pair, so that a pair that cannot work is no failure an hour later. */
function follows(
  cell: Cell,
  points: readonly Point[],
  followed: Followed,
  source: Source,
  add: (problem: Problem) => void,
): boolean {
  const pair = JSON.stringify([cell.family, cell.regime, cell.regimeParameters]);
  const known = followed.get(pair);
  if (known !== undefined) return known;
  try {
    openCohort({ cell, first: 0, count: 1 });
    followed.set(pair, true);
    return true;
  } catch (error) {
    const point = points.find(({ regime }) => regime !== undefined);
    if (!(error instanceof ParameterError) || !point) throw error;
    const path = point.at("regime") ?? ["regime"];
    add(problemAt(source, path, `${cell.family} cannot follow ${cell.regime}: ${error.message}`));
    followed.set(pair, false);
    return false;
  }
}

function placeOf(points: readonly Point[], name: string): Path | undefined {
  for (const point of points) {
    const path = point.at(name);
    if (path) return path;
  }
  return undefined;
}

/** Two points of the grid that parse to one cell: said where the later differs from the earlier. */
function sameCell(cell: Cell, later: readonly Point[], earlier: readonly Point[], source: Source): Problem {
  const differing = later.find((point, axis) => point !== earlier[axis]);
  const names = [...Object.keys(differing?.parameters ?? {}), "family", "regime"];
  const path = names.map((name) => differing?.at(name)).find((found) => found !== undefined) ?? [
    "parameters",
  ];
  const got = `${cell.family}, ${cell.regime}, ${JSON.stringify(cell.parameters)}`.slice(0, 300);
  const problem = mismatch(source, path, "different from the cells before it", "");
  const message = `${problem.path} must make cells that differ; got the same cell twice (${got}).`;
  return { ...problem, message };
}
