import { type Document, isMap, isScalar, isSeq, type LineCounter, type Node } from "yaml";
import type { Path } from "./path.ts";
import type { Place, Position, Source } from "./source.ts";

/** The source of a spec that was read from a YAML or JSON text. */
export function yamlSource(
  file: string,
  text: string,
  document: Document.Parsed,
  lines: LineCounter,
): Source {
  const locate = (path: Path, place: Place, offset: number): Position =>
    position(lines, indexOf(document.contents, text, path, place, offset));
  return { file, at: (path) => path, locate };
}

/** Line and column, from 1, of an offset into the text. */
export function position(lines: LineCounter, index: number): Position {
  const { line, col } = lines.linePos(index);
  return line === 0 ? { line: 1, column: 1 } : { line, column: col };
}

/** Follows a path as far as the document goes. */
function indexOf(root: Node | null, text: string, path: Path, place: Place, offset: number): number {
  let node: Node | null = root;
  let index = root?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isScalar(node) && step === 0) continue; // one condition stands for a list of one
    let next: Node | null | undefined;
    let key: Node | undefined;
    if (isMap<Node, Node | null>(node) && typeof step === "string") {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      key = pair?.key;
      next = pair?.value;
    } else if (isSeq<Node>(node) && typeof step === "number") next = node.items[step];
    const found = place === "key" && depth === path.length - 1 ? (key ?? next) : (next ?? key);
    if (!found) return index;
    index = found.range?.[0] ?? index;
    node = next ?? null;
  }
  return index + textOffset(node, text, index, offset);
}

/** Where the offset-th character of a text value stands behind the value's first: 0 unless that is plain to see. */
function textOffset(node: Node | null, text: string, index: number, offset: number): number {
  if (offset === 0 || !isScalar(node) || typeof node.value !== "string") return 0;
  const quotes = text[index] === '"' || text[index] === "'" ? 1 : 0;
  return text.startsWith(node.value, index + quotes) ? quotes + offset : 0;
}
