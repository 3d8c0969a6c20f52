import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { FileError, type FileReader, fileSizeLimit, tooLarge } from "../spec/data-files.ts";

/** Reads files by paths relative to a folder. */
export function folderReader(folder: string): FileReader {
  return (path) => {
    const place = resolve(folder, path);
    try {
      if (statSync(place).size > fileSizeLimit) throw new FileError(tooLarge);
      return readFileSync(place);
    } catch (error) {
      if (error instanceof FileError) throw error;
      const { code = "", message } = error as NodeJS.ErrnoException;
      throw new FileError(`${reasons[code] ?? message} It was looked for as ${place}.`);
    }
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file.",
  EISDIR: "That is a directory.",
  ENOTDIR: "Part of the path is no folder.",
  EACCES: "It may not be read.",
};
