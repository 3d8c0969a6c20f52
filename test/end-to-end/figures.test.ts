import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Bench } from "../support/ouro.ts";

const spec = (name: string, regime: string): string => `
name: ${name}
family: gaussian
parameters: { samples: 50 }
regime: ${regime}
generations: 200
replicates: 4000
report: { title: "Title of ${name}", source: "Somebody 2024, p. 1" }
quick: { generations: 5, replicates: 50 }
`;

interface Figures {
  readonly figures: readonly {
    file: string;
    verdict: string;
    sweepId: string | null;
    problem: string | null;
  }[];
}

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.make();
  await mkdir(join(bench.folder, "specs"));
  await bench.spec("specs/a.yaml", spec("a", "replace"));
  await bench.spec("specs/b.yaml", "name: b\nfamly: gaussian\n");
  await bench.spec("specs/c.yaml", spec("c", "accumulate"));
});

afterAll(() => bench?.close());

it("runs what it can, goes on past what it cannot, and writes one page; again it does nothing that is done", async () => {
  const args = ["figures", "specs", "--quick", "--json", "--store", bench.store()];
  const first = await bench.run(args);
  expect(first.code).toBe(1);
  const { figures } = JSON.parse(first.stdout) as Figures;
  expect(figures.map(({ file, verdict }) => [file, verdict])).toEqual([
    ["specs/a.yaml", "agrees"],
    ["specs/b.yaml", "not run"],
    ["specs/c.yaml", "agrees"],
  ]);
  expect(figures[1]?.problem).toContain('Did you mean "family"?');
  expect(figures[0]?.sweepId).toMatch(/^a-quick-/);
  const page = await readFile(join(bench.store(), "figures-quick.html"), "utf8");
  expect(page).toContain("Title of c");
  expect(page).toContain(`href="${figures[2]?.sweepId}/report.html"`);

  expect(await bench.serverPid()).toBeUndefined();
  const again = await bench.run([...args, "--only", "a.yaml"]);
  expect(again.code).toBe(0);
  expect(again.stderr).toContain("specs/a.yaml is done already");
  expect((JSON.parse(again.stdout) as Figures).figures).toHaveLength(1);
  // What was not asked for stays on the page.
  expect(await readFile(join(bench.store(), "figures-quick.html"), "utf8")).toContain("Title of c");
});

it("says which paths there are where none is meant", async () => {
  const { code, stderr } = await bench.run([
    "figures",
    "specs",
    "--only",
    "zebra",
    "--store",
    bench.store("x"),
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain("specs/a.yaml");
});
