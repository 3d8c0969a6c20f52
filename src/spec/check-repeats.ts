import { canonicalJson } from "./canonical.ts";
import type { SpecContent } from "./content.ts";
import type { Path } from "./path.ts";
import { mismatch, type Problem } from "./problems.ts";
import type { Source } from "./source.ts";

/** Values that a list has twice: each would be a cell twice. */
export function checkRepeats(content: Partial<SpecContent>, source: Source): Problem[] {
  const lists: { path: Path; values: readonly unknown[] }[] = [
    { path: ["family", "grid"], values: gridOf(content.family) },
    { path: ["regime", "grid"], values: gridOf(content.regime) },
    { path: ["report", "metrics"], values: content.report?.metrics ?? [] },
    ...Object.entries(content.parameters ?? {}).map(([name, spec]) => ({
      path: ["parameters", name, "grid"],
      values: gridOf(spec),
    })),
  ];
  const problems = lists.flatMap(({ path, values }) => repeats(values, path, source));
  return [...problems, ...repeatedPoints(content.zip ?? {}, source)];
}

function repeats(values: readonly unknown[], path: Path, source: Source): Problem[] {
  const first = new Map<string, number>();
  return values.flatMap((value, index) => {
    const text = canonicalJson(value);
    const earlier = first.get(text);
    if (earlier === undefined) first.set(text, index);
    return earlier === undefined
      ? []
      : [
          mismatch(
            source,
            [...path, index],
            `different from the values before it, [${earlier}] among them`,
            value,
          ),
        ];
  });
}

/** A pair may repeat one of its values, but not all. */
function repeatedPoints(zip: NonNullable<SpecContent["zip"]>, source: Source): Problem[] {
  const [first] = Object.entries(zip);
  if (!first) return [];
  const points = first[1].map((_, index) => Object.values(zip).map((values) => values[index]));
  return repeats(points, ["zip", first[0]], source);
}

function gridOf(spec: unknown): readonly unknown[] {
  if (typeof spec !== "object" || spec === null || !("grid" in spec)) return [];
  return Array.isArray(spec.grid) ? spec.grid : [];
}
