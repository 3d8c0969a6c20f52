import { resolve } from "node:path";
import { ParameterError } from "../core/errors.ts";

/** A folder that gets one file a table, or a file a part of a table. */
export interface FolderTarget {
  readonly kind: "csv" | "arrow" | "parquet-dir";
  /** Absolute. */
  readonly path: string;
}

/** A database that gets the four tables. */
export type DatabaseTarget =
  | { readonly kind: "postgres" /** May hold a password: never to be shown. */; readonly url: string }
  | { readonly kind: "duckdb" /** Absolute. */; readonly path: string };

/** Where a dataset goes. */
export type Target = FolderTarget | DatabaseTarget;

const forms =
  "postgres://user@host:5432/database, duckdb:FILE, csv:FOLDER, arrow:FOLDER, parquet-dir:FOLDER or sql:WAREHOUSE";

/**
 * What `--to` names. A folder may be left out: `csv` is `csv:<sweepId>-csv`. `parquet:` is short for `parquet-dir:`.
 *
 * @throws {ParameterError} showing no password
 */
export function parseTarget(raw: string, sweepId: string): Target {
  if (/^postgres(ql)?:\/\//.test(raw)) {
    if (!URL.canParse(raw))
      throw new ParameterError(
        "--to",
        "a URL that can be read",
        withoutPassword(raw),
        "Characters such as @ / : # in a name or password are written as %40 %2F %3A %23.",
      );
    return { kind: "postgres", url: raw };
  }
  const [, scheme = "", path] = /^([a-z-]+)(?::(.*))?$/s.exec(raw) ?? [];
  if (scheme === "duckdb" && path) return { kind: "duckdb", path: resolve(path) };
  const kind = scheme === "parquet" ? "parquet-dir" : scheme;
  if ((kind === "csv" || kind === "arrow" || kind === "parquet-dir") && path !== "")
    return { kind, path: resolve(path ?? `${sweepId}-${kind}`) };
  throw new ParameterError("--to", forms, withoutPassword(raw));
}

/** How a target is named to people. */
export function nameOf(target: Target): string {
  return target.kind === "postgres" ? withoutPassword(target.url) : `${target.kind}:${target.path}`;
}

/** A URL, or what was meant as one, with *** for a password. */
export function withoutPassword(url: string): string {
  return url
    .replace(/^([a-z]+:\/*[^:@/?#]*):.*@/is, "$1:***@")
    .replace(/([?&](?:password|sslpassword)=)[^&]*/gi, "$1***");
}
