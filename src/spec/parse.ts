import type { z } from "zod";
import { checkContent } from "./check.ts";
import { checkQuick } from "./check-quick.ts";
import type { SpecContent } from "./content.ts";
import { problemsOf } from "./issues.ts";
import { type Problem, SpecError } from "./problems.ts";
import { readYaml } from "./read-yaml.ts";
import { fieldSchemas, specSchema } from "./schema.ts";
import type { Source } from "./source.ts";
import { decodeText } from "./text.ts";
import type { Unread } from "./unread.ts";

/** A spec whose form, names and values were checked; `planOf` expands it. */
export interface Spec {
  readonly content: SpecContent;
  readonly source: Source;
}

/**
 * Reads a spec, YAML or JSON.
 *
 * @param input the bytes of the file, or its text
 * @param file its name, for messages
 * @throws {SpecError} with every mistake in it, each with its place; nothing else
 */
export function parseSpec(input: Uint8Array | string, file: string): Spec {
  const { value, source, problems } = readYaml(decodeText(input, file), file);
  return checkSpec(value, source, problems);
}

/**
 * Checks a spec that is data already.
 *
 * @param known what is wrong with it before it is looked at; no path is blamed twice
 * @throws {SpecError}
 */
export function checkSpec(value: unknown, source: Source, known: readonly Problem[] = []): Spec {
  const read = specSchema.safeParse(value);
  const form = read.success ? [] : problemsOf(read.error.issues, value, [], source);
  const { content, unread } = read.success ? { content: read.data, unread: nothing } : readable(value);
  const blamed = new Set(known.map(({ path }) => path));
  const meaning = [...checkContent(content, unread, source), ...checkQuick(content, unread, source)];
  const later = [...form, ...meaning].filter(({ path }) => !blamed.has(path));
  if (!read.success || known.length + later.length > 0) throw new SpecError([...known, ...later]);
  return { content: read.data, source };
}

const nothing: Unread = new Map();

/** What can be understood of a spec whose form is wrong somewhere. */
interface Readable {
  readonly content: Partial<SpecContent>;
  readonly unread: Unread;
}

/** The fields, and the parameters, whose form is right: what they say is checked also where another is wrong. */
function readable(value: unknown): Readable {
  if (typeof value !== "object" || value === null) return { content: {}, unread: nothing };
  const unread = new Map<string, "parameters" | "zip">();
  const fields = Object.entries(fieldSchemas).flatMap(([name, schema]) => {
    const given = Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
    if ((name !== "parameters" && name !== "zip") || !isMapping(given)) return readField(name, schema, given);
    const fitting = Object.entries(given).filter(([key, entry]) => {
      const fits = schema.safeParse({ [key]: entry }).success;
      if (!fits) unread.set(key, name);
      return fits;
    });
    return readField(name, schema, Object.fromEntries(fitting));
  });
  return { content: Object.fromEntries(fields) as Partial<SpecContent>, unread };
}

function readField(name: string, schema: z.ZodType, given: unknown): [string, unknown][] {
  const read = schema.safeParse(given);
  return read.success ? [[name, read.data]] : [];
}

function isMapping(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
