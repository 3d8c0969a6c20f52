import { execFileSync } from "node:child_process";

/** Python that has some packages: OURO_PYTHON, or python3 of the PATH; undefined where they are missing. */
export function pythonWith(...packages: readonly string[]): string | undefined {
  const python = process.env["OURO_PYTHON"] ?? "python3";
  try {
    execFileSync(python, ["-c", packages.map((name) => `import ${name}`).join("\n")], { stdio: "ignore" });
    return python;
  } catch {
    return undefined;
  }
}
