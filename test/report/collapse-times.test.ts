import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import type { Plan } from "../../src/spec/plan.ts";
import { collapseQuery, collapseRows, endsInCollapse } from "../../src/report/collapse-times.ts";
import { cellOf } from "../core/families/chains.ts";

const cell = cellOf("bernoulli", { samples: 10, p: 0.5 }, "replace");
const plan = { generations: 50, stop: { when: "collapse" }, cells: [cell] } as unknown as Plan;

async function asked(chains: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(
    "CREATE TABLE chains (cell_id VARCHAR, outcome VARCHAR, ended_at BIGINT, generations BIGINT)",
  );
  await connection.run(`INSERT INTO chains VALUES ${chains}`);
  const found = await connection.runAndReadAll(collapseQuery(plan));
  connection.closeSync();
  return found.getRowObjects();
}

it("counts chains that last to the end as that, and says which were not followed", async () => {
  const [one, two] = await asked(
    "('a', 'absorbed', 10, 10), ('a', 'absorbed', 20, 20), ('a', 'ok', NULL, 50), ('a', 'absorbed', 70, 70), ('b', 'stopped', 4, 4), ('b', 'ok', NULL, 8)",
  );
  expect(one).toMatchObject({
    cell_id: "a",
    chains: 4,
    timed: 4,
    sum: 130,
    squares: 5500,
    most: 50,
    q50: 35,
  });
  expect(two).toMatchObject({ cell_id: "b", chains: 2, timed: 0 });
});

it("compares the mean with theory where every chain was followed", () => {
  const times = { cellId: cell.id, chains: 400, timed: 400, most: 48, quantiles: [2, 5, 10, 18, 32] };
  const rowOf = (sum: number) => collapseRows(plan, [{ ...times, sum, squares: 400 * 250 }])[0];
  expect(rowOf(400 * 12.5)).toMatchObject({
    metric: "time_to_collapse",
    generation: 48,
    n: 400,
    mean: 12.5,
    q50: 10,
    theoryValue: expect.closeTo(12.51, 1),
    theoryKind: "exact",
    verdict: "agrees",
  });
  // Their spread is 9.5: four standard errors are 1.9.
  expect(rowOf(400 * 15)).toMatchObject({ verdict: "differs" });
  expect(collapseRows(plan, [{ ...times, timed: 399, sum: 5000, squares: 1e5 }])).toEqual([]);
});

it("is asked of sweeps whose chains end so", () => {
  const when = (text?: string): boolean =>
    endsInCollapse({
      ...plan,
      ...(text === undefined ? { stop: undefined } : { stop: { when: text } }),
    } as Plan);
  expect([when("collapse"), when("collapse or p < 0.1"), when("p < 0.1"), when()]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
