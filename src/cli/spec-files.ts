import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ParameterError } from "../core/errors.ts";

/**
 * The specs that paths name: files as they are, folders with every `.yaml` and `.yml` below them, in order.
 *
 * @throws {ParameterError} where a path leads to no spec
 */
export async function specFiles(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(below));
  return [...new Set(found.flat())];
}

async function below(path: string): Promise<string[]> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined)
    throw new ParameterError("PATH", "a spec or a folder of specs", path, "There is no such file.");
  if (!status.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  const specs = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  if (specs.length === 0)
    throw new ParameterError("PATH", "a spec or a folder of specs", path, "It holds no .yaml file.");
  return specs.map((name) => join(path, name));
}
