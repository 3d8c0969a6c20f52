import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ParameterError } from "../core/errors.ts";
import { fileStore } from "./file.ts";
import { s3Store } from "./s3.ts";
import type { Store } from "./store.ts";

/**
 * The store that a URL names: `file:///dir`, a plain path, or `s3://bucket/prefix`. Nothing is touched yet.
 *
 * @param environment where a server other than AWS is named (AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL)
 * @throws {ParameterError}
 */
export function openStore(
  url: string,
  // oxlint-disable-next-line node/no-process-env -- the SDK itself reads the rest of its settings there
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Store {
  const s3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[^/]+)*)\/?$/.exec(url);
  if (s3) {
    const [, bucket = "", path = ""] = s3;
    const endpoint = environment["AWS_ENDPOINT_URL_S3"] || environment["AWS_ENDPOINT_URL"] || undefined;
    return s3Store({ bucket, prefix: path.slice(1), endpoint });
  }
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1];
  if (scheme === "s3")
    throw new ParameterError(
      "store",
      "s3://bucket/prefix, with a bucket of 3 to 63 lower-case letters, digits, dots and dashes",
      url,
    );
  if (url === "" || url.includes("\0") || (scheme !== undefined && scheme !== "file"))
    throw new ParameterError("store", "a folder, file:///folder or s3://bucket/prefix", url);
  return fileStore(resolve(scheme === "file" ? localPath(url) : url));
}

/** `file:folder` is relative to where the command runs; with slashes it is absolute. */
function localPath(url: string): string {
  if (!url.startsWith("file:/")) return decodeURIComponent(url.slice("file:".length));
  try {
    return fileURLToPath(url);
  } catch {
    throw new ParameterError("store", "an absolute local URL such as file:///data/ouro", url);
  }
}
