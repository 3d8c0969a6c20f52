import { SweepError } from "../core/errors.ts";
import { formatPath, type Path } from "./path.ts";
import type { Place, Source } from "./source.ts";

/** One mistake in a spec, and where it stands. */
export interface Problem {
  readonly file: string;
  /** From 1; 0 where the spec has no text, as one made by `defineSweep`. */
  readonly line: number;
  /** From 1, in UTF-16 code units; 0 where the spec has no text. */
  readonly column: number;
  /** Dotted, such as `parameters.samples.grid[2]`; empty for the spec as a whole. */
  readonly path: string;
  /** What must hold, what came, what to do. */
  readonly message: string;
}

const shown = 20;

/** A spec with mistakes in it, all of them: nothing was started. */
export class SpecError extends SweepError {
  readonly code = "SPEC_INVALID";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const ordered = distinct(problems).sort((a, b) => a.line - b.line || a.column - b.column);
    const lines = ordered.slice(0, shown).map(formatProblem);
    if (ordered.length > shown) lines.push(`… and ${ordered.length - shown} more.`);
    super(lines.join("\n"));
    this.problems = ordered;
  }
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()];
}

/** `sweep.yaml:4:12: …`, as compilers write it and editors follow it. */
function formatProblem({ file, line, column, message }: Problem): string {
  return line === 0 ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`;
}

/** A problem in the grammar of all our errors: what must hold, what came, what to do. */
export function mismatch(
  source: Source,
  path: Path,
  must: string,
  got: unknown,
  remedy = "",
  place: Place = "value",
): Problem {
  const said = `must be ${must}; got ${display(got)}.${remedy && ` ${remedy}`}`;
  return problemAt(source, path, `${formatPath(source.at(path)) || "the spec"} ${said}`, place);
}

/** A problem in words of its own. */
export function problemAt(
  source: Source,
  path: Path,
  message: string,
  place: Place = "value",
  offset = 0,
): Problem {
  const at = formatPath(source.at(path));
  return { file: source.file, ...source.locate(path, place, offset), path: at, message };
}

function display(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (value === undefined) return "nothing";
  if (typeof value !== "object" || value === null) return String(value);
  const keys = Object.keys(value);
  if (Array.isArray(value)) return displayList(value);
  return keys.length === 0
    ? "an empty mapping"
    : `a mapping with ${formatPath(keys.slice(0, 4)).replaceAll(".", ", ")}`;
}

function displayList(list: readonly unknown[]): string {
  if (list.length === 0) return "an empty list";
  const short = list.length <= 6 && list.every((item) => typeof item !== "object" || item === null);
  return short ? `[${list.map(display).join(", ")}]` : `a list of ${list.length}`;
}
