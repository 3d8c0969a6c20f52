import { type Document, LineCounter, parseDocument, type YAMLError } from "yaml";
import { excessiveNesting } from "./nesting.ts";
import { type Problem, SpecError } from "./problems.ts";
import type { Source } from "./source.ts";
import { placeIn } from "./text.ts";
import { plainData } from "./yaml-data.ts";
import { position, yamlSource } from "./yaml-source.ts";

/** Plain data, and where it stands. */
export interface Reading {
  readonly value: unknown;
  readonly source: Source;
  /** What YAML has and a spec has not. */
  readonly problems: readonly Problem[];
}

/** After that many mistakes of syntax the rest follow from the first. */
const cascade = 20;

/**
 * Reads one YAML 1.2 (or JSON) document made of mappings, lists, text, numbers, true, false and null. What YAML has
 * beyond these (several documents, tags, anchors, aliases) is refused: a spec means what it shows.
 *
 * @throws {SpecError} with every mistake of syntax
 */
export function readYaml(text: string, file: string): Reading {
  const lines = new LineCounter();
  const document = parse(text, file, lines);
  if (document.errors.length > 0)
    throw new SpecError(
      document.errors.slice(0, cascade).map((error) => ({
        file,
        ...position(lines, error.pos[0]),
        path: "",
        message: syntax(error),
      })),
    );
  const source = yamlSource(file, text, document, lines);
  const problems: Problem[] = [];
  const value = plainData(document.contents, source, (index) => position(lines, index), problems);
  return { value, source, problems };
}

function parse(text: string, file: string, lines: LineCounter): Document.Parsed {
  const excess = excessiveNesting(text);
  if (excess !== undefined) throw nestedTooDeep(file, text, excess);
  try {
    return parseDocument(text, {
      lineCounter: lines,
      schema: "core",
      version: "1.2",
      // The library compares every key with every other; plainData finds repeated keys with one pass.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "error",
    });
  } catch (error) {
    const message = `the file must be YAML or JSON; the parser says: ${firstLine(String(error))}.`;
    throw new SpecError([{ file, line: 1, column: 1, path: "", message }]);
  }
}

function nestedTooDeep(file: string, text: string, index: number): SpecError {
  const message = "the spec must not nest this deep; got brackets in brackets, or the like. Is this a spec?";
  return new SpecError([{ file, ...placeIn(text, index), path: "", message }]);
}

/** The parser's mistakes that people make, in our words. */
const syntaxWords: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  MULTIPLE_DOCS: "the file must hold one document; got several. Give each sweep a file of its own.",
  TAB_AS_INDENT: "indentation must be spaces; got a tab.",
  BAD_INDENT: "a line must be indented like its neighbours, with brackets closed; got another indentation.",
  MISSING_CHAR: "a quote, bracket, comma or colon must stand here; got none.",
  BAD_ALIAS: "a value that begins with * must be quoted; aliases are not part of a spec.",
  BAD_SCALAR_START: "a value that begins with a special character must be quoted.",
  BAD_DQ_ESCAPE: "a backslash in double quotes must begin an escape. Write it twice, or use single quotes.",
  BLOCK_AS_IMPLICIT_KEY: "a mapping inside a mapping must stand on lines of its own, or in braces.",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line with its colon.",
};

function syntax(error: YAMLError): string {
  return (
    syntaxWords[error.code] ?? `the file must be YAML or JSON; the parser says: ${firstLine(error.message)}.`
  );
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").slice(0, 200).replace(/[.:]$/, "");
}
