import type { Family } from "../core/families/family.ts";
import type { SpecContent } from "./content.ts";
import { suggest } from "./nearest.ts";
import { mismatch, type Problem } from "./problems.ts";
import type { Source } from "./source.ts";

/** A rule for enough replicates that looks at what some family does not measure, or later than chains go. */
export function checkUntil(
  { replicates, generations }: Partial<SpecContent>,
  families: readonly Family[],
  source: Source,
): Problem[] {
  if (typeof replicates !== "object") return [];
  const { metric, generation } = replicates.until;
  const strangers = families.filter((family) => !family.metrics.some(({ name }) => name === metric));
  const problems = strangers.slice(0, 1).map(({ title, metrics }) => {
    const known = metrics.map(({ name }) => name);
    return mismatch(
      source,
      ["replicates", "until", "metric"],
      `a metric of ${title}`,
      metric,
      suggest(metric, known),
    );
  });
  if (generation === undefined || generations === undefined || generation <= generations) return problems;
  const must = `at most ${generations}, the last generation`;
  return [...problems, mismatch(source, ["replicates", "until", "generation"], must, generation)];
}
