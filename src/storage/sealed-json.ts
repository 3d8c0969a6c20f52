import { CorruptionError } from "../core/errors.ts";
import { sha256 } from "./set-aside.ts";

const seal = /,\s*"sha256": ?"([0-9a-f]{64})"\s*\}\s*$/;

/** A mapping as JSON whose last field is the SHA-256 of the text before it: still JSON, and a flipped bit shows. */
export function sealed(value: object, indent?: number): Uint8Array {
  const text = JSON.stringify(value, null, indent);
  const open = text.slice(0, text.lastIndexOf("}")).trimEnd();
  return encoded(`${open},${indent ? "\n " : ""}"sha256": "${sha256(encoded(open))}"}\n`);
}

/**
 * What was sealed, without the seal.
 *
 * @param name its key, for messages
 * @param remedy what to do where it cannot be trusted
 * @throws {CorruptionError} when the text is not what was sealed
 */
export function unsealed(bytes: Uint8Array, name: string, remedy: string): Readonly<Record<string, unknown>> {
  let value: Record<string, unknown>;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const found = seal.exec(text);
    if (found === null || sha256(encoded(text.slice(0, found.index))) !== found[1])
      throw new CorruptionError(
        `${name} does not match its checksum: it was cut short or changed. ${remedy}`,
      );
    value = JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof CorruptionError) throw error;
    throw new CorruptionError(`${name} is not JSON. ${remedy}`, { cause: error });
  }
  const { sha256: _, ...rest } = value;
  return rest;
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
