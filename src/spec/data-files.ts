import { hash } from "node:crypto";
import type { Cell, Parameters, ParameterValue } from "../core/cell.ts";
import { SweepError } from "../core/errors.ts";
import type { Family } from "../core/families/family.ts";
import { shared } from "../core/files/shared.ts";
import type { Axis } from "./axes.ts";
import { given } from "./check-values.ts";
import { familiesOf } from "./check.ts";
import type { ParameterSpec, SpecContent } from "./content.ts";
import type { Spec } from "./parse.ts";
import type { PlannedFile } from "./plan.ts";
import { mismatch, type Problem, SpecError } from "./problems.ts";

/** A file that a spec names cannot be used; the message is a sentence that says why. */
export class FileError extends SweepError {
  readonly code = "FILE";
}

/** The bytes of a file that a spec names, by the path as it is written there. @throws {FileError} */
export type FileReader = (path: string) => Uint8Array;

/** A file, checked. */
export interface LoadedFile extends PlannedFile {
  /** In memory that threads share. */
  readonly bytes: Uint8Array;
}

/** By path, as the spec has it. */
export type LoadedFiles = ReadonlyMap<string, LoadedFile>;

/** 64 MiB. Larger files are for a data base, not for a parameter. */
export const fileSizeLimit: number = 64 * 2 ** 20;
export const tooLarge: string = `It is larger than ${fileSizeLimit} bytes (64 MiB).`;
/** Leaves room for the rest of a key's part. */
const longestName = 120;

/**
 * Reads and checks the files that a spec names, each once, by path.
 *
 * @param read undefined where there is no place that paths are relative to
 * @throws {SpecError} with every file that cannot be used
 */
export function loadFiles(
  { content, source }: Spec,
  axes: readonly Axis[],
  read: FileReader | undefined,
): LoadedFiles {
  const names = fileParameters(content);
  const loaded = new Map<string, LoadedFile>();
  const problems: Problem[] = [];
  for (const [name, values] of given(axes))
    for (const { value, path } of names.has(name) ? values : []) {
      if (typeof value !== "string" || value === "" || loaded.has(value)) continue;
      try {
        loaded.set(value, loadedFile(value, read));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        problems.push(mismatch(source, path, "the path of a file of data", value, error.message));
      }
    }
  if (problems.length > 0) throw new SpecError(problems);
  return loaded;
}

function loadedFile(path: string, read: FileReader | undefined): LoadedFile {
  if (!read)
    throw new FileError(
      "Nothing says where files are read from: use a spec file, or give planOf a reader of files.",
    );
  const content = read(path);
  const name = path.split(/[/\\]/).at(-1) ?? "";
  if (!/^[^.\p{Cc}#][^\p{Cc}]*$/u.test(name) || Buffer.byteLength(name) > longestName)
    throw new FileError(`Its name must be ${longestName} bytes at most, and begin with neither a dot nor #.`);
  if (content.byteLength === 0) throw new FileError("It is empty.");
  if (content.byteLength > fileSizeLimit) throw new FileError(tooLarge);
  checkText(content);
  const sha256 = hash("sha256", content, "hex");
  return { path, name, sha256, value: `${name}#${sha256.slice(0, 16)}`, bytes: shared(content) };
}

function checkText(content: Uint8Array): void {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(content);
    const before = text.slice(0, Math.max(0, text.indexOf("\uFFFD"))).split("\n");
    throw new FileError(
      `It is not UTF-8 text: see line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}.`,
    );
  }
  const zero = content.indexOf(0);
  if (zero >= 0) throw new FileError(`It is not text: byte ${zero + 1} is 0.`);
}

/**
 * Parameters that a family parsed, with each path replaced by what stands for its content, and the bytes beside them.
 *
 * @throws {ParameterError} when the family cannot use a file
 */
export function withFiles(
  family: Family,
  raw: Parameters,
  loaded: LoadedFiles,
): Pick<Cell, "parameters" | "files"> {
  const named: Record<string, ParameterValue> = { ...raw };
  const files: Record<string, Uint8Array> = {};
  for (const { name, type } of family.parameters) {
    const file = type === "file" ? loaded.get(String(raw[name])) : undefined;
    if (!file) continue;
    named[name] = file.value;
    files[name] = file.bytes;
  }
  const parameters = family.parse(named);
  if (Object.keys(files).length === 0) return { parameters };
  return { parameters: family.withFiles?.({ parameters, files }) ?? parameters, files };
}

/** A spec's content with every path of a file replaced. */
export function mapFiles(content: SpecContent, replace: (path: string) => string): SpecContent {
  const names = fileParameters(content);
  if (names.size === 0) return content;
  const one = <Value>(value: Value): Value | string =>
    typeof value === "string" && value !== "" ? replace(value) : value;
  const parameters = Object.entries(content.parameters).map(([name, value]): [string, ParameterSpec] => {
    if (!names.has(name)) return [name, value];
    return [name, typeof value === "object" && "grid" in value ? { grid: value.grid.map(one) } : one(value)];
  });
  const zip = Object.entries(content.zip ?? {}).map(
    ([name, values]) => [name, names.has(name) ? values.map(one) : values] as const,
  );
  return {
    ...content,
    parameters: Object.fromEntries(parameters),
    ...(content.zip && { zip: Object.fromEntries(zip) }),
  };
}

/** Names of the parameters that are files, of any of a spec's families. */
function fileParameters({ family }: SpecContent): ReadonlySet<string> {
  const infos = familiesOf(family).flatMap(({ parameters }) => parameters);
  return new Set(infos.flatMap(({ name, type }) => (type === "file" ? [name] : [])));
}
