import { SpecError } from "./problems.ts";
import type { Position } from "./source.ts";

/** Far above any spec that a person writes; it keeps a wrong file from being read for minutes. */
const sizeLimit: number = 2 ** 20;

/**
 * The text of a spec file.
 *
 * @throws {SpecError} when it is larger than 1 MiB, binary, or not UTF-8
 */
export function decodeText(input: Uint8Array | string, file: string): string {
  const size = typeof input === "string" ? Buffer.byteLength(input) : input.byteLength;
  if (size > sizeLimit)
    throw refused(
      file,
      `the file must be at most ${sizeLimit} bytes (1 MiB); got ${size}. A spec is a short text.`,
    );
  const text = typeof input === "string" ? input : decodeUtf8(input, file);
  const control = controlCharacter.exec(text);
  if (control) {
    const code = text.charCodeAt(control.index).toString(16).toUpperCase().padStart(4, "0");
    throw refused(
      file,
      `the file must be text; got the control character U+${code}. Is this a spec?`,
      text,
      control.index,
    );
  }
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const bad = text.indexOf("\uFFFD");
    throw refused(
      file,
      "the file must be UTF-8 text; got bytes that are not. Save it as UTF-8.",
      text,
      Math.max(bad, 0),
    );
  }
}

// Everything below a space but tab, line feed and carriage return; and DEL.
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Line and column of an offset, from 1. */
export function placeIn(text: string, index: number): Position {
  const before = text.slice(0, index);
  return { line: before.split("\n").length, column: index - before.lastIndexOf("\n") };
}

function refused(file: string, message: string, text = "", index = 0): SpecError {
  return new SpecError([{ file, ...placeIn(text, index), path: "", message }]);
}
