import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import { formatPath, type Path } from "./path.ts";
import { type Problem, problemAt } from "./problems.ts";
import type { Position, Source } from "./source.ts";

/** A list of lists in a parameter's grid needs five levels. */
const deepest = 12;

/**
 * Turns a document into plain data that shares no parts, and notes what has no place in a spec.
 *
 * @param at the position of an offset into the text
 */
export function plainData(
  contents: Node | null,
  source: Source,
  at: (index: number) => Position,
  problems: Problem[],
): unknown {
  const note = (path: Path, must: string): undefined => {
    problems.push(problemAt(source, path, `${formatPath(path) || "the spec"} must ${must}`));
  };

  const convert = (node: Node | null, path: Path): unknown => {
    if (node === null) return null;
    if (isAlias(node))
      return note(path, "be written out; got an alias. Anchors and aliases are not part of a spec.");
    if (node.tag) note(path, `have no tag; got ${node.tag.slice(0, 40)}. Quote a text that begins with !.`);
    if ("anchor" in node && node.anchor)
      note(
        path,
        `have no anchor; got &${String(node.anchor).slice(0, 40)}. Write the value out where it is needed.`,
      );
    if (path.length > deepest) return note(path, `nest at most ${deepest} levels; got more.`);
    if (isScalar(node)) return Object.is(node.value, -0) ? 0 : node.value;
    if (isSeq<Node>(node)) return node.items.map((item, index) => convert(item, [...path, index]));
    return isMap<Node, Node | null>(node) ? convertMap(node, path) : undefined;
  };

  const convertMap = (map: YAMLMap<Node, Node | null>, path: Path): Record<string, unknown> => {
    const data: Record<string, unknown> = {};
    const around = formatPath(path);
    for (const { key, value } of map.items) {
      const refuse = (must: string): void => {
        const place = at((key as Node | null)?.range?.[0] ?? map.range?.[0] ?? 0);
        problems.push({
          file: source.file,
          ...place,
          path: around,
          message: `${around || "the spec"} must ${must}`,
        });
      };
      if (!isScalar(key) || typeof key.value !== "string")
        refuse("have text as keys; got another kind of key. Quote it.");
      else if (key.tag || key.anchor) refuse("have plain keys; got a key with a tag or an anchor.");
      else if (key.value === "__proto__") refuse('have known names as keys; got "__proto__".');
      else if (Object.hasOwn(data, key.value))
        refuse(`have each key once; got ${formatPath([key.value])} again.`);
      else data[key.value] = convert(value, [...path, key.value]);
    }
    return data;
  };

  return contents === null ? undefined : convert(contents, []);
}
