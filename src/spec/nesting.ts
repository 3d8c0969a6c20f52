import { CST, Lexer } from "yaml";

/** Levels of brackets, of `-`, `?` and `:` on one line, and columns of indentation: more than any spec needs. */
const brackets = 32;
const indicators = 32;
const columns = 200;

/**
 * Where a text begins to nest deeper than any spec, if it does. The parser goes one call deeper for each level, and a
 * stack that overflows inside a regular expression ends the whole process: so this is found before it parses.
 *
 * @returns the offset of the level too many
 */
export function excessiveNesting(text: string): number | undefined {
  let index = 0;
  let depth = 0;
  let onLine = 0;
  let before = "";
  for (const token of new Lexer().lex(text)) {
    const isMark = token === CST.DOCUMENT || token === CST.FLOW_END || token === CST.SCALAR;
    const type = before === CST.SCALAR ? "content" : CST.tokenType(token);
    if (type === "newline") onLine = 0;
    if (type === "flow-seq-start" || type === "flow-map-start") depth++;
    if (type === "flow-seq-end" || type === "flow-map-end") depth = Math.max(0, depth - 1);
    if (type === "seq-item-ind" || type === "explicit-key-ind" || type === "map-value-ind") onLine++;
    const indented = type === "space" && token.length > columns && (index === 0 || text[index - 1] === "\n");
    if (depth > brackets || (depth === 0 && onLine > indicators) || (depth === 0 && indented)) return index;
    if (!isMark) index += token.length;
    before = token;
  }
  return undefined;
}
