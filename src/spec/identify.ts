import { hash } from "node:crypto";
import type { Cell } from "../core/cell.ts";
import { canonicalJson } from "./canonical.ts";
import type { SpecContent } from "./content.ts";

/**
 * SHA-256 of a spec's content, hex: comments, layout and the order of keys do not enter, nor does what changes no
 * number: a report's words, and the quick block, which is a sweep of its own.
 */
export function specDigest({ quick: _, report: { metrics, against }, ...content }: SpecContent): string {
  return hash("sha256", canonicalJson({ ...content, report: { metrics, against } }), "hex");
}

/** `<name>-<first 10 hex digits of the digest>`. */
export function sweepId(name: string, digest: string): string {
  return `${name}-${digest.slice(0, 10)}`;
}

/**
 * Gives a cell its identity and the key of its random streams: both from what its numbers are made of and nothing
 * else, so that a cell keeps its numbers when a sweep is renamed, widened or lengthened. Where chains are stopped, they
 * have the numbers of chains that are not, and fewer of them: the key is the same, the id another.
 *
 * @param stopWhen the condition for a chain's end, where there is one
 */
export function identifyCell(cell: Omit<Cell, "id" | "key">, seed: number, stopWhen?: string): Cell {
  const { family, parameters, regime, regimeParameters } = cell;
  const text = canonicalJson({ seed, family, parameters, regime, regimeParameters });
  const digest = hash("sha256", text, "hex");
  const key = [Number.parseInt(digest.slice(16, 24), 16), Number.parseInt(digest.slice(24, 32), 16)] as const;
  const named = stopWhen === undefined ? digest : hash("sha256", `${text}\n${stopWhen}`, "hex");
  return { id: named.slice(0, 16), key, family, parameters, regime, regimeParameters };
}
