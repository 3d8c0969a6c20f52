import type { z } from "zod";
import { nearest, suggest } from "./nearest.ts";
import type { Path } from "./path.ts";
import { mismatch, type Problem } from "./problems.ts";
import { fieldSchemas } from "./schema.ts";
import type { Source } from "./source.ts";

type Issue = z.core.$ZodIssue;

const quickFields = ["parameters", "zip", "where", "regime", "generations", "replicates"];

/** Issues that are put into words, at most. */
const enough = 50;

/**
 * What a schema found wrong, in the grammar of all our errors.
 *
 * @param value what the schema was given
 * @param at its path in the spec
 */
export function problemsOf(issues: readonly Issue[], value: unknown, at: Path, source: Source): Problem[] {
  return issues.slice(0, enough).flatMap((issue) => {
    const path = [...at, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
    const got = lookUp(value, issue.path);
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys
          .slice(0, enough)
          .map((key) => unknownKey([...path, key], "a known key", knownKeys(path), source));
      case "invalid_union":
        return unionProblems(issue, got, path, source);
      default:
        return [mismatch(source, path, issue.message, got)];
    }
  });
}

/** A name that has no meaning where it stands, and the nearest that has. */
function unknownKey(path: Path, must: string, known: readonly string[], source: Source): Problem {
  const key = String(path.at(-1));
  return mismatch(source, path, must, key, suggest(key, known), "key");
}

/** The issues of the alternative that was meant, which the keys of a mapping tell; else of the union as a whole. */
function unionProblems(
  issue: Issue & { code: "invalid_union" },
  got: unknown,
  path: Path,
  source: Source,
): Problem[] {
  if (typeof got !== "object" || got === null) return [mismatch(source, path, issue.message, got)];
  const known = knownKeys(path, true);
  const keys = Array.isArray(got) ? [] : Object.keys(got);
  const slips = keys.some((key) => known.includes(key))
    ? []
    : keys.filter((key) => nearest(key, known) !== undefined);
  if (slips.length > 0) return slips.map((key) => unknownKey([...path, key], "a known key", known, source));
  const fitting = issue.errors.filter((issues) => issues.every((one) => one.path.length > 0));
  const whole = fitting.filter(
    (issues) => !issues.some((one) => one.path.length === 1 && lookUp(got, one.path) === undefined),
  );
  const [meant, ...others] = whole.length > 0 ? whole : fitting;
  if (meant && others.length === 0) return problemsOf(meant, got, path, source);
  const unknown = keys.filter((key) => !known.includes(key));
  if (unknown.length > 0)
    return unknown.slice(0, enough).map((key) => unknownKey([...path, key], "a known key", known, source));
  return [mismatch(source, path, issue.message, got)];
}

/** The keys that a mapping at a path may have: for the sake of suggestions only. */
function knownKeys(path: Path, union = false): readonly string[] {
  const last = path.at(-1);
  if (last === undefined) return Object.keys(fieldSchemas);
  if (path[0] === "quick") return path.length === 1 ? quickFields : knownKeys(path.slice(1), union);
  if (last === "sobol") return ["from", "to", "count", "scale"];
  if (path.length === 1 && last === "checkpoint") return ["every"];
  if (path.length === 1 && last === "stop") return ["when"];
  if (path.length === 1 && last === "replicates") return ["until"];
  if (path[0] === "replicates" && last === "until")
    return ["metric", "generation", "half_width", "relative", "confidence", "min", "max"];
  if (path.length === 1 && last === "report") return ["metrics", "against", "title", "claim", "source"];
  if (path[0] === "family") return ["grid"];
  if (path[0] === "regime" && path.length === 1) return ["grid", "name"];
  if (path[0] === "regime") return typeof last === "number" ? ["name"] : ["grid", "range"];
  return union ? ["grid", "range", "log", "sobol"] : [];
}

function lookUp(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path)
    found =
      typeof found === "object" && found !== null && Object.hasOwn(found, step)
        ? (found as Record<PropertyKey, unknown>)[step]
        : undefined;
  return found;
}
