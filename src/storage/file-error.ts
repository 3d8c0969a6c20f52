import { getSystemErrorMap } from "node:util";
import { StoreError, SweepError } from "../core/errors.ts";

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full. Free some space or give another --store; everything committed so far is kept.",
  EDQUOT:
    "The disk quota is used up. Free some space or give another --store; everything committed so far is kept.",
  EFBIG: "The file is larger than this system allows. Raise the limit (ulimit -f) or give another --store.",
  EACCES: "This user may not write there. Change the folder's permissions or give another --store.",
  EPERM: "The system forbids it (permissions, or a file system without hard links). Give another --store.",
  EROFS: "The file system is read-only. Mount it writable or give another --store.",
  ENOTDIR: "A file stands where a folder is needed. Remove it or give another --store.",
  EEXIST: "A file stands where a folder is needed. Remove it or give another --store.",
  EISDIR: "A folder stands where a file is needed. Remove it or give another --store.",
  ENOTEMPTY: "A folder stands where a file is needed. Remove it or give another --store.",
  EMFILE: "Too many open files. Raise the limit (ulimit -n) or run fewer threads.",
  ENFILE: "Too many open files on this machine. Close some programs and run the same command again.",
  ENAMETOOLONG: "The path is too long for this file system. Give a --store nearer to its root.",
  EIO: "The disk reports an error. Check it, then run the same command again.",
  ENOENT:
    "The folder vanished while it was in use. See that nothing else removes it, then run the same command again.",
  ESTALE: "The network file system lost the folder. Mount it again, then run the same command again.",
};

/** Node's code of a system error, or "". */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** The code of a system error that a library has put into words of its own, or "". */
function codeInWords(error: unknown): string {
  const text = error instanceof Error ? error.message.toLowerCase() : "";
  for (const [code, words] of getSystemErrorMap().values())
    if (code in remedies && text.includes(words)) return code;
  return "";
}

/** What a failed file operation means and what to do about it. */
export function fileError(verb: string, path: string, error: unknown): SweepError {
  if (error instanceof SweepError) return error;
  const code = codeOf(error);
  const remedy =
    remedies[code || codeInWords(error)] ?? "Run the same command again; if it stays, give another --store.";
  const reason = code || (error instanceof Error ? error.message : String(error));
  return new StoreError(`Cannot ${verb} ${path} (${reason}). ${remedy}`, { cause: error });
}
