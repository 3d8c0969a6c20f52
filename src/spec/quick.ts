import type { SpecContent } from "./content.ts";
import type { Spec } from "./parse.ts";
import type { Path } from "./path.ts";
import type { Source } from "./source.ts";

/** What the quick variant's name ends in. */
export const quickSuffix = "-quick";

/**
 * The spec that `--quick` runs: a sweep of its own, with another name and so another id. Undefined where the spec has
 * no quick block.
 */
export function quickSpec({ content, source }: Spec): Spec | undefined {
  if (content.quick === undefined) return undefined;
  return { content: quickContent(content), source: quickSource(content, source) };
}

/** A content under its quick block: single parameters are replaced, any other field as a whole. */
export function quickContent<Content extends Partial<SpecContent>>(content: Content): Content {
  const { quick, ...rest } = content;
  const overrides = Object.fromEntries(
    Object.entries(quick ?? {}).filter(([, value]) => value !== undefined),
  ) as typeof quick;
  return {
    ...rest,
    ...overrides,
    ...(rest.name !== undefined && { name: `${rest.name}${quickSuffix}` }),
    ...(quick?.parameters && { parameters: { ...rest.parameters, ...quick.parameters } }),
  } as Content;
}

/** The same text, in which what the block overrides stands in the block. */
export function quickSource({ quick = {} }: Partial<SpecContent>, source: Source): Source {
  const overridden = ([field, name]: Path): boolean => {
    if (typeof field !== "string" || !Object.hasOwn(quick, field)) return false;
    return (
      field !== "parameters" || name === undefined || Object.hasOwn(quick.parameters ?? {}, String(name))
    );
  };
  const at = (path: Path): Path => (overridden(path) ? ["quick", ...path] : path);
  return { file: source.file, at, locate: (path, place, offset) => source.locate(at(path), place, offset) };
}
