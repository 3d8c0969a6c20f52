import type { Parameters, ParameterValue } from "../core/cell.ts";
import { ParameterError } from "../core/errors.ts";
import type { Family, ParameterInfo } from "../core/families/family.ts";
import { regimeNamed, regimeNames } from "../core/regimes/registry.ts";
import type { Axis, Point } from "./axes.ts";
import { formatPath, type Path } from "./path.ts";
import { type Problem, problemAt } from "./problems.ts";
import type { Source } from "./source.ts";
import type { Unread } from "./unread.ts";

/** The values that a spec gives each parameter, with their places. */
export type GivenValues = ReadonlyMap<
  string,
  readonly { readonly value: ParameterValue; readonly path: Path }[]
>;

/** Reported for one parameter, at most: a long axis may be wrong all along. */
const enough = 20;

export function given(axes: readonly Axis[]): GivenValues {
  const values = new Map<string, { value: ParameterValue; path: Path }[]>();
  for (const { points } of axes)
    for (const point of points)
      for (const [name, value] of Object.entries(point.parameters ?? {})) {
        const list = values.get(name) ?? [];
        if (list.length === 0) values.set(name, list);
        list.push({ value, path: point.at(name) ?? ["parameters", name] });
      }
  return values;
}

/**
 * Values that the family refuses whatever the other parameters are. A value that only some of the others forbid is
 * left to the cells, since `where` may exclude those.
 */
export function checkValues(family: Family, values: GivenValues, unread: Unread, source: Source): Problem[] {
  const contexts = contextsFor(family, values);
  const absent = family.parameters.filter(({ name }) => !values.has(name) && !unread.has(name));
  const problems: Problem[] = missing(family, contexts, absent, source);
  for (const [name, list] of values) {
    if (!family.parameters.some((info) => info.name === name)) continue;
    let found = 0;
    for (const { value, path } of list) {
      const error = refusal(family, contexts, name, value);
      if (!error) continue;
      problems.push(parameterProblem(error, name, path, source, hint(family, name, value)));
      if (++found === enough) break;
    }
  }
  return problems;
}

/** What a regime finds wrong with its own parameters. */
export function checkRegimeValues(axes: readonly Axis[], source: Source): Problem[] {
  return axes
    .flatMap(({ points }) => points)
    .flatMap((point) => {
      if (point.regime === undefined || !regimeNames.includes(point.regime)) return [];
      try {
        regimeNamed(point.regime).parse(point.regimeParameters ?? {});
        return [];
      } catch (error) {
        if (!(error instanceof ParameterError)) throw error;
        return [regimeProblem(error, point, source)];
      }
    });
}

/** A regime's error, at its parameter; when that was left out, where its name stands. */
export function regimeProblem(error: ParameterError, point: Point, source: Source): Problem {
  const name = rootName(error.path);
  const given = point.at(`regime.${name}`);
  if (given) return parameterProblem(error, name, given, source);
  const place = point.at("regime") ?? ["regime"];
  const named = source.at(place);
  const mapping = named.at(-1) === "name" ? named.slice(0, -1) : named;
  const path = formatPath([...mapping, name]);
  return { ...problemAt(source, place, `${path}${error.message.slice(error.path.length)}`), path };
}

/** A family's or a regime's error in the spec's terms: its text, with the path of the value in the spec. */
export function parameterProblem(
  error: ParameterError,
  name: string,
  path: Path,
  source: Source,
  remedy = "",
): Problem {
  const inside = error.path.slice(error.path.indexOf(name) + name.length);
  const steps = [...inside.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]));
  const full = [...path, ...steps];
  const said = error.message.startsWith(error.path)
    ? error.message.slice(error.path.length)
    : `: ${error.message}`;
  const problem = problemAt(source, full, "");
  return { ...problem, message: `${problem.path}${said}${remedy && ` ${remedy}`}` };
}

/** The first name of an error's path: `samples` of `parameters.samples[2]`. */
export function rootName(path: string): string {
  return path.replace(/^(parameters|regime)\./, "").split(/[.[]/)[0] ?? "";
}

/** Values for the other parameters to try a value with: the spec's own first ones, then its last, then plain ones. */
function contextsFor(family: Family, values: GivenValues): Parameters[] {
  const own = (index: number): Parameters =>
    Object.fromEntries(
      family.parameters.flatMap(({ name }) => {
        const value = values.get(name)?.at(index)?.value;
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  const plain = (number: number): Parameters =>
    Object.fromEntries(
      family.parameters.flatMap((info): (readonly [string, ParameterValue])[] => {
        if (info.default !== undefined || info.optional) return [];
        if (info.type === "file") return [[info.name, info.name]];
        if (info.type === "boolean") return [[info.name, false]];
        if (info.type === "string") return [[info.name, info.choices?.[0] ?? ""]];
        return [[info.name, info.type === "numbers" ? [number] : number]];
      }),
    );
  const numbers = [1, 1000, 2, 10, 0.5].map(plain);
  const filled = numbers.flatMap((filler) => [
    { ...filler, ...own(0) },
    { ...filler, ...own(-1) },
  ]);
  return [own(0), own(-1), ...filled, ...numbers];
}

/** The family's error for a value (that with the longest path), unless it takes the value in some context. */
function refusal(
  family: Family,
  contexts: readonly Parameters[],
  name: string,
  value: ParameterValue,
): ParameterError | undefined {
  let refused: ParameterError | undefined;
  for (const context of contexts) {
    const error = attempt(family, { ...context, [name]: value });
    if (!error) return undefined;
    if (rootName(error.path) === name && error.path.length > (refused?.path.length ?? 0)) refused = error;
  }
  return refused;
}

/** Parameters that the family wants and the spec does not give. */
function missing(
  family: Family,
  contexts: readonly Parameters[],
  absent: readonly ParameterInfo[],
  source: Source,
): Problem[] {
  return absent.flatMap(({ name, default: fallback }) => {
    if (fallback !== undefined) return [];
    const errors = contexts.map(({ [name]: _, ...others }) => attempt(family, others));
    const wanted = errors.find((error) => error && rootName(error.path) === name);
    return wanted && errors.every(Boolean)
      ? [parameterProblem(wanted, name, ["parameters", name], source)]
      : [];
  });
}

function attempt(family: Family, parameters: Parameters): ParameterError | undefined {
  try {
    family.parse(parameters);
    return undefined;
  } catch (error) {
    if (error instanceof ParameterError) return error;
    throw error;
  }
}

function hint(family: Family, name: string, value: ParameterValue): string {
  const type = family.parameters.find((info) => info.name === name)?.type;
  return Array.isArray(value) && type !== "numbers" ? "An axis is written {grid: [...]}." : "";
}
