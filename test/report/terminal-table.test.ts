import { expect, it } from "vitest";
import { terminalTable } from "../../src/report/terminal-table.ts";
import { cell, grid, row, sweep, tested } from "./sweep-data.ts";

it("sets measured beside theory", () => {
  const cells = [
    cell("c1", { samples: 32, regime: "replace" }),
    cell("c2", { samples: 100, regime: "accumulate" }),
  ];
  const rows = [tested("c1", 5, 47.6, 5), tested("c2", 5, 0.1837, -1.5, { theoryKind: "upper" })];
  expect(`\n${terminalTable(sweep({ axes: ["samples", "regime"], cells, rows }))}\n`).toMatchInlineSnapshot(`
    "
    samples  regime      measured    ± se    theory   ratio      z  verdict
    32       replace        59.50     2.4     47.60   1.250  +5.00  differs
    100      accumulate    0.1699  0.0092  ≤ 0.1837  0.9250  −1.50  agrees
    "
  `);
});

it("says how far a mean may lie off a limit theorem", () => {
  const cells = [cell("c1", { samples: 32 }), cell("c2", { samples: 100 })];
  const limit = { theoryKind: "asymptotic", theorySlack: 0.165 } as const;
  const table = terminalTable(
    sweep({ axes: ["samples"], cells, rows: [tested("c1", 5, 1, 1), tested("c2", 5, 0.3264, 4.47, limit)] }),
  );
  expect(table.split("\n")[2]).toMatch(/0\.3264 ± 16\.5 %/);
  expect(table.split("\n")[1]).not.toContain("%");
});

it("says how many rows it left out, and shows the worst", () => {
  const base = grid();
  const rows = base.rows.map((each) =>
    each.cellId === "accumulate-316" ? tested(each.cellId, each.generation, 1, -8) : each,
  );
  const lines = terminalTable({ ...base, rows }, { rows: 2 }).split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatch(/316.*−8\.00\s+differs/);
  expect(lines[3]).toBe("… and 7 more (ouro report small-0123456789)");
});

it.each([40, 60, 80, 120])("is no wider than %d columns", (width) => {
  const base = grid();
  const cells = base.cells.map((each, i) => ({
    ...each,
    axes: { ...each.axes, design: `a-design-of-some-length-${i}` },
  }));
  const lines = terminalTable({ ...base, axes: [...base.axes, "design"], cells }, { width }).split("\n");
  for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
  if (width >= 60) for (const line of lines.slice(1)) expect(line).toMatch(/agrees$/);
});

it("colours verdicts only when asked", () => {
  const escapeCode = "\u001b[";
  expect(terminalTable(grid())).not.toContain(escapeCode);
  expect(terminalTable(grid(), { colour: true })).toContain(`${escapeCode}32magrees${escapeCode}39m`);
});

it("lets no name steer the terminal", () => {
  const cells = [cell("c1", { samples: "\u001b[2J" }), cell("c2", { samples: "b" })];
  expect(
    terminalTable(sweep({ axes: ["samples"], cells, rows: [row(), row({ cellId: "c2" })] })),
  ).not.toContain("\u001b");
});

it("has a word for nothing", () => {
  expect(terminalTable(sweep())).toBe("No metric was measured.");
});
