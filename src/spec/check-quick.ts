import { checkContent } from "./check.ts";
import type { SpecContent } from "./content.ts";
import { mismatch, type Problem } from "./problems.ts";
import { quickContent, quickSource, quickSuffix } from "./quick.ts";
import type { Source } from "./source.ts";
import type { Unread } from "./unread.ts";

const longestName = 64 - quickSuffix.length;

/** What is wrong with the quick variant: it is checked as a spec of its own, and each mistake placed where it stands. */
export function checkQuick(content: Partial<SpecContent>, unread: Unread, source: Source): Problem[] {
  const { quick, name = "" } = content;
  if (quick === undefined) return [];
  const must = `at most ${longestName} characters in a spec with a quick block, whose name ends in ${quickSuffix}`;
  const long = name.length > longestName ? [mismatch(source, ["name"], must, name)] : [];
  const left = new Map(
    [...unread].filter(([parameter]) => !Object.hasOwn(quick.parameters ?? {}, parameter)),
  );
  return [...long, ...checkContent(quickContent(content), left, quickSource(content, source))];
}
