import { familyNamed, familyNames } from "../core/families/registry.ts";
import type { Family } from "../core/families/family.ts";
import { regimeCalled, regimeNames } from "../core/regimes/registry.ts";
import { alternatives, axesOf, spanOf } from "./axes.ts";
import { isSobol } from "./axis-values.ts";
import { checkRepeats } from "./check-repeats.ts";
import { checkRegimeValues, checkValues, given } from "./check-values.ts";
import { checkStop } from "./check-stop.ts";
import { checkUntil } from "./check-until.ts";
import { checkWhere } from "./check-where.ts";
import type { SpecContent } from "./content.ts";
import { suggest } from "./nearest.ts";
import type { Path } from "./path.ts";
import { mismatch, type Problem, problemAt } from "./problems.ts";
import { cellLimit } from "./schema.ts";
import { sobolDimensions } from "./sobol.ts";
import type { Source } from "./source.ts";
import type { Unread } from "./unread.ts";

/** Names of a kind that are looked into, at most. */
const enough = 100;

/**
 * What is wrong with a spec beyond its form: names that nobody knows, values that no family takes, grids without end.
 *
 * @param content the fields whose form is right
 * @param unread parameters that are given in a form that cannot be read
 */
export function checkContent(content: Partial<SpecContent>, unread: Unread, source: Source): Problem[] {
  const { family, regime, seed = 0, parameters = {}, zip, where = [] } = content;
  const strangers = [
    ...(family === undefined ? [] : named(familyPlaces(family), "family", familyNames, source)),
    ...(regime === undefined ? [] : named(regimePlaces(regime), "regime", regimeNames, source)),
  ];
  const families = family === undefined ? [] : familiesOf(family);
  const shape = [
    ...checkZip(content, source),
    ...checkSobol(content, source),
    ...checkSpan({ family: family ?? "", regime: regime ?? "", parameters, zip }, source),
  ];
  const problems = [
    ...strangers,
    ...checkNames(content, unread, families, source),
    ...checkRepeats(content, source),
    ...checkStop(content.stop, families, source),
    ...checkUntil(content, families, source),
    ...shape,
  ];
  if (shape.length > 0) return problems;

  if (family !== undefined && families.length > 0) {
    const axes = axesOf({ family, parameters, zip, regime: "", seed }, isInteger(families));
    const values = given(axes);
    problems.push(...ofFamilies(families, (kind) => checkValues(kind, values, unread, source)));
    problems.push(...checkWhere(where, families, values, unread, source));
  }
  if (regime !== undefined)
    problems.push(
      ...checkRegimeValues(
        axesOf({ family: "", parameters: {}, regime, seed }, () => false),
        source,
      ),
    );
  return problems;
}

/** A grid that is too large is found by multiplication, before anything is made of it. */
function checkSpan(content: Parameters<typeof spanOf>[0], source: Source): Problem[] {
  const span = spanOf(content);
  if (span <= cellLimit) return [];
  const size = Number.isSafeInteger(span) ? String(span) : span.toPrecision(4);
  const message = `the spec must span at most ${cellLimit} cells before where; got ${size}. Shorten an axis, or make several sweeps of it.`;
  return [problemAt(source, [], message)];
}

/** Whether any of a spec's families takes a parameter as a whole number. */
export function isInteger(families: readonly Family[]): (name: string) => boolean {
  const integers = families.flatMap((family) => family.parameters.filter(({ type }) => type === "integer"));
  const names = new Set(integers.map(({ name }) => name));
  return (name) => names.has(name);
}

/** The families that a spec names, those that there are. */
export function familiesOf(family: SpecContent["family"]): Family[] {
  return familyPlaces(family).flatMap(({ name }) => (familyNames.includes(name) ? [familyNamed(name)] : []));
}

interface NamePlace {
  readonly name: string;
  readonly path: Path;
}

function familyPlaces(family: SpecContent["family"]): NamePlace[] {
  if (typeof family === "string") return [{ name: family, path: ["family"] }];
  return family.grid.map((name, index) => ({ name, path: ["family", "grid", index] }));
}

function regimePlaces(regime: SpecContent["regime"]): NamePlace[] {
  return alternatives(regime).map(({ spec, path }) =>
    typeof spec === "string" ? { name: spec, path } : { name: spec.name, path: [...path, "name"] },
  );
}

function named(
  places: readonly NamePlace[],
  kind: string,
  known: readonly string[],
  source: Source,
): Problem[] {
  return places
    .filter(({ name }) => !known.includes(name))
    .map(({ name, path }) => {
      const here = kind === "regime" ? regimeCalled(name) : undefined;
      const help = here === undefined ? suggest(name, known) : `Here it is ${JSON.stringify(here)}.`;
      return mismatch(source, path, `the name of a ${kind}`, name, help);
    });
}

/** What families find wrong; a mistake that is none to some of them says whose it is. */
function ofFamilies(families: readonly Family[], check: (family: Family) => Problem[]): Problem[] {
  const found = new Map<string, { readonly problem: Problem; readonly titles: readonly string[] }>();
  for (const family of families)
    for (const problem of check(family)) {
      const key = `${problem.line}:${problem.column} ${problem.message}`;
      found.set(key, { problem, titles: [...(found.get(key)?.titles ?? []), family.title] });
    }
  return Array.from(found.values(), ({ problem, titles }) =>
    titles.length === families.length
      ? problem
      : { ...problem, message: `${problem.message} So it is for ${titles.join(", ")}.` },
  );
}

/** Parameters and metrics that the families do not have. */
function checkNames(
  content: Partial<SpecContent>,
  unread: Unread,
  families: readonly Family[],
  source: Source,
): Problem[] {
  if (families.length === 0) return [];
  const places = [
    ...Object.keys(content.parameters ?? {}).map((name) => ({ name, path: ["parameters", name] })),
    ...Object.keys(content.zip ?? {}).map((name) => ({ name, path: ["zip", name] })),
    ...[...unread].map(([name, field]) => ({ name, path: [field, name] })),
  ];
  const parameters = places.slice(0, enough).flatMap(({ name, path }) => {
    const stranger = families.find((family) => !family.parameters.some((info) => info.name === name));
    if (!stranger) return [];
    const known = stranger.parameters.map((info) => info.name);
    return [mismatch(source, path, `a parameter of ${stranger.title}`, name, suggest(name, known), "key")];
  });
  const metrics = [...new Set(families.flatMap((family) => family.metrics.map(({ name }) => name)))];
  const asked = (content.report?.metrics ?? []).flatMap((name, index) =>
    metrics.includes(name)
      ? []
      : [
          mismatch(
            source,
            ["report", "metrics", index],
            "a metric of the family",
            name,
            suggest(name, metrics),
          ),
        ],
  );
  return [...parameters, ...asked];
}

function checkZip({ zip = {}, parameters = {} }: Partial<SpecContent>, source: Source): Problem[] {
  const [first, ...rest] = Object.entries(zip);
  if (!first) return [];
  const [leader, { length }] = first;
  const lengths = rest
    .filter(([, values]) => values.length !== length)
    .slice(0, enough)
    .map(([name, values]) => {
      const message = `zip.${name} must have ${length} values, as ${leader} has; got ${values.length}.`;
      return problemAt(source, ["zip", name], message);
    });
  const twice = Object.keys(zip)
    .slice(0, enough)
    .flatMap((name) =>
      Object.hasOwn(parameters, name)
        ? [
            mismatch(
              source,
              ["zip", name],
              "absent here or under parameters",
              name,
              "It has two values.",
              "key",
            ),
          ]
        : [],
    );
  return [...lengths, ...twice];
}

function checkSobol({ parameters = {} }: Partial<SpecContent>, source: Source): Problem[] {
  const coordinates = Object.entries(parameters).flatMap(([name, spec]) =>
    isSobol(spec) ? [{ name, sobol: spec.sobol }] : [],
  );
  return coordinates.flatMap(({ name, sobol }, index) => {
    if (index >= sobolDimensions)
      return [mismatch(source, ["parameters", name], `no sobol axis beyond ${sobolDimensions}`, name)];
    const count = coordinates[0]?.sobol.count ?? 0;
    if (sobol.count === count) return [];
    const must = `${count}, as for ${coordinates[0]?.name}: the sobol axes of a spec are one axis`;
    return [mismatch(source, ["parameters", name, "sobol", "count"], must, sobol.count)];
  });
}
