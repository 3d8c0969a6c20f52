import { ParameterError } from "../core/errors.ts";

/** S3 takes 1,024 bytes with the prefix; this leaves room for one. */
const longestKey = 800;
/** File systems take 255 bytes a name, of which a temporary name needs some. */
const longestName = 200;

/** How a file that is being written is called: never part of a key, so never listed. */
export const temporaryPrefix = ".tmp-";

/**
 * A key that means the same in a folder and in a bucket: `/`-separated names, none of them empty, `.`, `..` or
 * temporary, without NUL or backslash, of bounded length.
 *
 * @throws {ParameterError}
 */
export function checkKey(key: string): string {
  const names = key.split("/");
  if (
    Buffer.byteLength(key) > longestKey ||
    names.some(
      (name) => name === "" || name === "." || name === ".." || Buffer.byteLength(name) > longestName,
    ) ||
    names.some((name) => name.startsWith(temporaryPrefix)) ||
    /[\0\\]/.test(key)
  )
    throw new ParameterError(
      "key",
      `relative, of plain names joined by "/", ${longestKey} bytes at most`,
      key,
    );
  return key;
}

/**
 * A prefix to list: "" or a key followed by `/`.
 *
 * @throws {ParameterError}
 */
export function checkPrefix(prefix: string): string {
  if (prefix === "") return prefix;
  if (!prefix.endsWith("/")) throw new ParameterError("prefix", 'empty or ending in "/"', prefix);
  checkKey(prefix.slice(0, -1));
  return prefix;
}

/** Order of keys in every listing: by UTF-16 code unit, the same for a folder and a bucket. */
export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
