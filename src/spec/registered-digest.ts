import type { SpecContent } from "./content.ts";
import { mapFiles } from "./data-files.ts";
import { specDigest } from "./identify.ts";

/** The digest of a spec as it was registered: its files are named by where they lie, which tells what is in them. */
export function registeredDigest(content: SpecContent): string {
  return specDigest(
    mapFiles(content, (path) => {
      const [, sha256 = "", name = ""] = /^files\/([0-9a-f]{64})\/([^/]+)$/.exec(path) ?? [];
      return sha256 === "" ? path : `${name}#${sha256.slice(0, 16)}`;
    }),
  );
}
