import type { Path } from "./path.ts";

/** The key that a path ends in, or what stands behind it. */
export type Place = "key" | "value";

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the parts of a spec stand in the text it came from. */
export interface Source {
  /** As the user named it. */
  readonly file: string;
  /** Where the text has what the spec has at a path: the same, but in a variant of a spec. */
  at(path: Path): Path;
  /**
   * The position of a path, or of the nearest thing around it that is there.
   *
   * @param offset characters into a text value, where the text stands unescaped on one line
   */
  locate(path: Path, place: Place, offset: number): Position;
}

/** The source of a spec that was not read from a text. */
export function codeSource(file: string): Source {
  return { file, at: (path) => path, locate: () => ({ line: 0, column: 0 }) };
}
