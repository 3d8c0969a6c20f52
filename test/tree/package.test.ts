import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./files.ts";

type Target = string | Readonly<Record<string, string>>;

interface Package {
  readonly name: string;
  readonly type: string;
  readonly license: string;
  readonly engines: { readonly node: string };
  readonly bin: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly imports: Readonly<Record<string, Target>>;
  readonly exports: Readonly<Record<string, Target>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const json = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), "utf8")) as T;
const pack = json<Package>("package.json");

const targets = Object.values({ ...pack.exports, ...pack.imports })
  .flatMap((target) => (typeof target === "string" ? [target] : Object.values(target)))
  .concat(Object.values(pack.bin));

describe("package.json", () => {
  it.each(targets)("names %s, which the build makes", (target) => {
    expect(existsSync(join(root, target)), `${target}, after npm run build`).toBe(true);
  });

  it("puts types before code in every export, since the first match wins", () => {
    const exports = Object.values(pack.exports).filter((target) => typeof target !== "string");
    for (const target of exports) expect(Object.keys(target)).toEqual(["types", "default"]);
  });

  it("is ESM for Node.js 20.19 and newer", () => {
    expect(pack.type).toBe("module");
    expect(pack.engines.node).toBe(">=20.19");
  });

  it("pins every dependency to one version", () => {
    const versions = Object.entries({ ...pack.dependencies, ...pack.devDependencies });
    const loose = versions.filter(
      ([, version]) => !/^(npm:@?[\w./-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it("keeps all Temporal packages at one version", () => {
    const temporal = Object.entries({ ...pack.dependencies, ...pack.devDependencies }).filter(([name]) =>
      name.startsWith("@temporalio/"),
    );
    expect(new Set(temporal.map(([, version]) => version)).size).toBe(1);
  });

  it("ships files that are there, with licence and changes", () => {
    expect(pack.files).toEqual(expect.arrayContaining(["dist", "README.md", "CHANGELOG.md", "LICENSE"]));
    expect(pack.files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("ships what its pages link to", () => {
    const pages = [
      "README.md",
      "CONTRIBUTING.md",
      "CHANGELOG.md",
      "infra/README.md",
      "docs/papers.md",
      "docs/dataset.md",
    ];
    const links = pages.flatMap((page) =>
      Array.from(
        readFileSync(join(root, page), "utf8").matchAll(/\]\((?!\w+:)([^)#\s]+)/g),
        ([, link = ""]) => join(dirname(page), link),
      ),
    );
    const shipped = (path: string): boolean =>
      pack.files.some((file) => path === file || path.startsWith(`${file}/`) || file.startsWith(`${path}/`));
    expect(links.length).toBeGreaterThan(40);
    expect(links.filter((link) => !shipped(link.replace(/\/$/, "")))).toEqual([]);
  });

  it("carries the licence it names", () => {
    expect(pack.license).toBe("Apache-2.0");
    expect(readFileSync(join(root, "LICENSE"), "utf8")).toMatch(
      /Apache License\s+Version 2\.0, January 2004/,
    );
  });

  it("agrees with the lockfile", () => {
    const { packages } = json<{ packages: Readonly<Record<string, Partial<Package>>> }>("package-lock.json");
    expect(packages[""]?.dependencies).toEqual(pack.dependencies);
    expect(packages[""]?.devDependencies).toEqual(pack.devDependencies);
  });
});

it("installs only packages that run on the Node.js version promised", () => {
  const [major, minor] = [20, 19];
  const unfit = Object.keys(pack.dependencies).filter((name) => {
    const { engines } = json<Partial<Package>>(`node_modules/${name}/package.json`);
    const least = /(?:>=|\^)\s*v?(\d+)(?:\.(\d+))?/.exec(engines?.node ?? "");
    return (
      least !== null &&
      (Number(least[1]) > major || (Number(least[1]) === major && Number(least[2] ?? 0) > minor))
    );
  });
  expect(unfit).toEqual([]);
});
