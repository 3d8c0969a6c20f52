import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../../src/server/paths.ts";

const execute = promisify(execFile);

/**
 * A Python that has what the peers import: `OURO_BENCH_PYTHON`, else `python3`, else a virtual environment that is made
 * once in the cache folder.
 *
 * @param packages as pip calls them; a version, `name==1.2.3`, holds for what is installed here
 */
export async function findPython(
  note: (text: string) => void,
  packages: readonly string[] = ["numpy"],
): Promise<string> {
  const cache = cacheFolder(process.env);
  const environment = join(cache, "bench-venv");
  const inEnvironment = join(environment, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const named = process.env["OURO_BENCH_PYTHON"];
  for (const candidate of named ? [named] : ["python3", inEnvironment])
    if (await serves(candidate, packages)) return candidate;
  if (named)
    throw new Error(
      `OURO_BENCH_PYTHON must be a Python that imports ${packages.map(moduleOf).join(", ")}; ${named} does not.`,
    );
  note(`Making a Python environment with ${packages.join(", ")} in ${environment} (once) …`);
  await mkdir(cache, { recursive: true });
  await execute("python3", ["-m", "venv", environment]);
  await execute(inEnvironment, [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    ...packages,
  ]);
  return inEnvironment;
}

async function serves(python: string, packages: readonly string[]): Promise<boolean> {
  try {
    await execute(python, ["-c", packages.map((name) => `import ${moduleOf(name)}`).join("; ")]);
    return true;
  } catch {
    return false; // no such program, or without the packages: the next candidate is asked
  }
}

/** The module that a package is imported as. */
function moduleOf(name: string): string {
  const bare = name.replace(/[=<>~!].*/, "");
  return { "scikit-learn": "sklearn", "ray[tune]": "ray.tune" }[bare] ?? bare;
}
