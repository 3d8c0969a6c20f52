import { hash } from "node:crypto";
import type { Parameters, ParameterValue } from "../core/cell.ts";
import { interpolate, isAxis, isSobol, pointCount, points } from "./axis-values.ts";
import type { RegimeSpec, SobolAxis, SpecContent } from "./content.ts";
import { cellCount } from "./grid.ts";
import type { Path } from "./path.ts";
import { sobolCoordinate } from "./sobol.ts";

/** What one point of an axis sets, and where in the spec that stands. */
export interface Point {
  readonly family?: string;
  readonly regime?: string;
  readonly regimeParameters?: Parameters;
  readonly parameters?: Parameters;
  /** The place of a name that this point sets (`family`, `regime` or a parameter). */
  at(name: string): Path | undefined;
}

/** One dimension of the grid. A value that does not vary is a dimension of one point and has no names. */
export interface Axis {
  /** What varies along it. */
  readonly names: readonly string[];
  readonly points: readonly Point[];
}

type Family = SpecContent["family"];
type Regime = SpecContent["regime"];
type Zip = NonNullable<SpecContent["zip"]>;

/**
 * How many cells the axes span before `where`, without making any.
 */
export function spanOf(content: Pick<SpecContent, "family" | "parameters" | "regime" | "zip">): number {
  const own = Object.values(content.parameters).map((spec) =>
    isAxis(spec) && !isSobol(spec) ? pointCount(spec) : 1,
  );
  const joint = Object.values(content.parameters).find(isSobol)?.sobol.count ?? 1;
  const paired = Object.values(content.zip ?? {})[0]?.length ?? 1;
  const families = typeof content.family === "string" ? 1 : content.family.grid.length;
  const regimes = alternatives(content.regime).reduce((sum, { spec }) => sum + regimeSpan(spec), 0);
  return cellCount([...own, joint, paired, families, regimes]);
}

/**
 * The dimensions of a spec's grid: family, parameters in the order they are written (Sobol' axes together, where the
 * first of them stands), zip, regime. The last one moves fastest.
 *
 * @param isInteger whether a parameter is a whole number
 */
export function axesOf(
  content: Pick<SpecContent, "family" | "parameters" | "regime" | "zip" | "seed">,
  isInteger: (name: string) => boolean,
): Axis[] {
  const axes: Axis[] = [familyAxis(content.family)];
  const coordinates = Object.entries(content.parameters).flatMap(([name, spec]) =>
    isSobol(spec) ? [{ name, spec }] : [],
  );
  for (const [name, spec] of Object.entries(content.parameters)) {
    if (isSobol(spec)) {
      if (name === coordinates[0]?.name) axes.push(sobolAxis(coordinates, content.seed, isInteger));
    } else if (isAxis(spec)) {
      const kind = Object.keys(spec)[0] ?? "";
      const path = ["parameters", name, kind];
      const place = (index: number): Path => (kind === "grid" ? [...path, index] : path);
      const list = points(spec, isInteger(name));
      axes.push({
        names: [name],
        points: list.map((value, index) => parameterPoint({ [name]: value }, () => place(index))),
      });
    } else axes.push({ names: [], points: [parameterPoint({ [name]: spec }, () => ["parameters", name])] });
  }
  if (content.zip && Object.keys(content.zip).length > 0) axes.push(zipAxis(content.zip));
  axes.push(regimeAxis(content.regime));
  return axes;
}

function parameterPoint(parameters: Parameters, place: (name: string) => Path): Point {
  return { parameters, at: (name) => (Object.hasOwn(parameters, name) ? place(name) : undefined) };
}

function familyAxis(family: Family): Axis {
  if (typeof family === "string")
    return { names: [], points: [{ family, at: (name) => (name === "family" ? ["family"] : undefined) }] };
  const list = family.grid.map((one, index) => ({
    family: one,
    at: (name: string): Path | undefined => (name === "family" ? ["family", "grid", index] : undefined),
  }));
  return { names: ["family"], points: list };
}

function zipAxis(zip: Zip): Axis {
  const names = Object.keys(zip);
  const length = zip[names[0] ?? ""]?.length ?? 0;
  const list = Array.from({ length }, (_, index) => {
    const values = names.map((name): [string, ParameterValue] => [name, zip[name]?.[index] ?? 0]);
    return parameterPoint(Object.fromEntries(values), (name) => ["zip", name, index]);
  });
  return { names, points: list };
}

/** Dimensions go to names in alphabetical order, and each name has a shift of its own: key order changes nothing. */
function sobolAxis(
  coordinates: readonly { name: string; spec: SobolAxis }[],
  seed: number,
  isInteger: (name: string) => boolean,
): Axis {
  const ordered = coordinates.map(({ name }) => name).sort();
  const drawn = coordinates.map(({ name, spec: { sobol } }) => {
    const shift = Number.parseInt(
      hash("sha256", JSON.stringify(["sobol", seed, name]), "hex").slice(0, 8),
      16,
    );
    return { name, sobol, shift, dimension: ordered.indexOf(name), integer: isInteger(name) };
  });
  const length = coordinates[0]?.spec.sobol.count ?? 0;
  const list = Array.from({ length }, (_, index) => {
    const values = drawn.map(({ name, sobol: { from, to, scale }, shift, dimension, integer }) => {
      const share = sobolCoordinate(dimension, index, shift);
      return [name, interpolate(from, to, share, scale, integer)] as const;
    });
    return parameterPoint(Object.fromEntries(values), (name) => ["parameters", name, "sobol"]);
  });
  return { names: coordinates.map(({ name }) => name), points: list };
}

/** The regimes that a spec names, each with its place. */
export function alternatives(regime: Regime): { spec: RegimeSpec; path: Path }[] {
  if (typeof regime === "object" && "grid" in regime && Array.isArray(regime.grid))
    return (regime.grid as readonly RegimeSpec[]).map((spec, index) => ({
      spec,
      path: ["regime", "grid", index],
    }));
  return [{ spec: regime as RegimeSpec, path: ["regime"] }];
}

function regimeSpan(spec: RegimeSpec): number {
  return typeof spec === "string"
    ? 1
    : cellCount(Object.values(spec).map((own) => (isAxis(own) && !isSobol(own) ? pointCount(own) : 1)));
}

function regimeAxis(regime: Regime): Axis {
  const list = alternatives(regime).flatMap(({ spec, path }) => regimePoints(spec, path));
  const several = typeof regime === "object" && "grid" in regime;
  const own = alternatives(regime).flatMap(({ spec }) =>
    typeof spec === "string" ? [] : Object.keys(spec).filter((name) => isAxis(spec[name] ?? 0)),
  );
  return { names: [...(several ? ["regime"] : []), ...new Set(own)], points: list };
}

/** A regime with axes of its own is several regimes. */
function regimePoints(spec: RegimeSpec, path: Path): Point[] {
  const name = typeof spec === "string" ? spec : spec.name;
  let made: { values: Parameters; paths: ReadonlyMap<string, Path> }[] = [{ values: {}, paths: new Map() }];
  for (const [key, own] of typeof spec === "string" ? [] : Object.entries(spec)) {
    if (key === "name") continue;
    const list: readonly ParameterValue[] =
      isAxis(own) && !isSobol(own) ? points(own, false) : [own as ParameterValue];
    const place = (index: number): Path => {
      if (!isAxis(own)) return [...path, key];
      return "grid" in own ? [...path, key, "grid", index] : [...path, key, "range"];
    };
    made = made.flatMap(({ values, paths }) =>
      list.map((value, index) => ({
        values: { ...values, [key]: value },
        paths: new Map([...paths, [key, place(index)]]),
      })),
    );
  }
  const namePath = typeof spec === "string" ? path : [...path, "name"];
  return made.map(({ values, paths }) => ({
    regime: name,
    regimeParameters: values,
    at: (what) =>
      what === "regime" ? namePath : what.startsWith("regime.") ? paths.get(what.slice(7)) : undefined,
  }));
}
