import { describe, expect, it } from "vitest";
import type { Cell, Parameters } from "../../src/core/cell.ts";
import { statuses } from "../../src/core/cohort.ts";
import { type RawKernel, rawCohort } from "../../src/core/families/raw-cohort.ts";
import { familyNamed } from "../../src/core/families/registry.ts";
import { openCohort } from "../../src/core/open.ts";
import { regimeNamed } from "../../src/core/regimes/registry.ts";
import { advanceSegment, noRow, rowCount, type Segment } from "../../src/core/segment.ts";
import { stopRule } from "../../src/core/stop.ts";

const generations = 60;

function cellOf(family: string, raw: Readonly<Record<string, unknown>>, regime = "replace"): Cell {
  const parameters: Parameters = familyNamed(family).parse(raw);
  return {
    id: "0123456789abcdef",
    key: [11, family.length],
    family,
    parameters,
    regime,
    regimeParameters: {},
  };
}

/** Replicates [first, first + count), in segments of at most `limit` generations, each from saved state. */
function run(cell: Cell, when: string | undefined, first: number, count: number, limit = generations) {
  const names = familyNamed(cell.family).metrics.map(({ name }) => name);
  const segments: Segment[] = [];
  let stoppedAt = new Int32Array(count);
  let cohort = openCohort({ cell, first, count });
  while (cohort.generation < generations && stoppedAt.includes(0)) {
    const most = Math.min(limit, generations - cohort.generation);
    const stopping = when === undefined ? undefined : { rule: stopRule(when, names), stoppedAt };
    const segment = advanceSegment(cohort, count, names.length, most, () => true, undefined, stopping);
    segments.push(segment);
    stoppedAt = segment.stoppedAt?.slice() ?? stoppedAt;
    const next = openCohort({ cell, first, count });
    next.restore(cohort.generation, cohort.save());
    cohort = next;
  }
  return { segments, stoppedAt };
}

/** Rows of one lane as `[generation, status, ...metrics]`. */
function rowsOf(segments: readonly Segment[], lane: number): (number | string | undefined)[][] {
  return segments.flatMap(({ from, to, count, status, metrics }) =>
    Array.from({ length: to - from + 1 }, (_, at) => at * count + lane).flatMap((row, at) =>
      status[row] === noRow
        ? []
        : [[from + at, statuses[status[row] ?? 0], ...metrics.map((column) => column[row])]],
    ),
  );
}

const cells = {
  bernoulli: [cellOf("bernoulli", { samples: 12, p: 0.4 }), "collapse"],
  gaussian: [cellOf("gaussian", { samples: 4 }), "variance < 1e-3 or second_moment > 50"],
  discrete: [cellOf("discrete", { samples: 20, symbols: 6 }), "support <= 2 and generation % 3 == 0"],
  "logistic-regression": [cellOf("logistic-regression", { samples: 30, dimension: 2 }), "collapse"],
  "subsampled gaussian": [cellOf("gaussian", { samples: 6 }, "accumulate-subsample"), "variance < 0.3"],
  "subsampled discrete": [
    cellOf("discrete", { samples: 8, symbols: 6 }, "accumulate-subsample"),
    "support <= 3 or generation > 20 and support < 5",
  ],
  kde: [cellOf("kde", { samples: 6, data: "normal" }, "accumulate"), "variance > 2.5 or generation > 40"],
} as const satisfies Record<string, readonly [Cell, string]>;

describe.each(Object.entries(cells))("a stopped cohort of %s", (_, [cell, when]) => {
  const whole = run(cell, undefined, 0, 8);
  const stopped = run(cell, when, 0, 8);

  it("ends some chains, and not all of them at once", () => {
    const ends = new Set(stopped.stoppedAt);
    expect(ends.size).toBeGreaterThan(2);
  });

  it("has the rows that chains without a rule have, up to each one's end", () => {
    for (let lane = 0; lane < 8; lane++) {
      const end = stopped.stoppedAt[lane] || generations;
      const [rows, all] = [rowsOf(stopped.segments, lane), rowsOf(whole.segments, lane).slice(0, end)];
      expect(rows.map(([generation, , ...values]) => [generation, ...values])).toEqual(
        all.map(([generation, , ...values]) => [generation, ...values]),
      );
      // The last row of a chain that was well says that it was stopped; what happened to it otherwise stands.
      const last = all.at(-1)?.[1];
      const said = stopped.stoppedAt[lane] && last === "ok" ? "stopped" : last;
      expect(rows.map(([, status]) => status)).toEqual([...all.slice(0, -1).map(([, s]) => s), said]);
    }
  });

  it("has the same rows however work is cut, along generations and across replicates", () => {
    for (let lane = 0; lane < 8; lane++) {
      const rows = rowsOf(stopped.segments, lane);
      expect(rowsOf(run(cell, when, 0, 8, 7).segments, lane)).toEqual(rows);
      expect(rowsOf(run(cell, when, lane, 1, 1).segments, 0)).toEqual(rows);
    }
  });

  it("is not advanced once every chain has ended", () => {
    const alone = [...stopped.stoppedAt.keys()].filter((lane) => stopped.stoppedAt[lane] !== 0);
    for (const lane of alone) {
      const { segments, stoppedAt } = run(cell, when, lane, 1);
      expect(segments.at(-1)?.to).toBe(stopped.stoppedAt[lane]);
      expect(stoppedAt[0]).toBe(stopped.stoppedAt[lane]);
      expect(segments.reduce((sum, segment) => sum + rowCount(segment), 0)).toBe(stopped.stoppedAt[lane]);
    }
  });
});

it("leaves out the fits of chains that have ended, where a cohort goes chain by chain", () => {
  const fits = new Int32Array(4);
  const kernel: RawKernel = {
    modelWidth: 1,
    truth: (models) => void models.fill(0),
    draw: ({ out, lane, models }) => void out.fill((models[lane] ?? 0) + lane + 1),
    drawAt: () => undefined,
    fit(models, lane, { values }) {
      fits[lane] = (fits[lane] ?? 0) + 1;
      models[lane] = values[0] ?? 0;
      return 0;
    },
    measure: (models, [column]) => {
      column?.set(models);
    },
  };
  const training = (generation: number) => regimeNamed("replace").training({}, generation, 3);
  const cohort = rawCohort({ key: [1, 2], first: 0, count: 4 }, kernel, training);
  const rule = stopRule("level >= 12", ["level"]);
  const stopping = { rule, stoppedAt: new Int32Array(4) };
  const segment = advanceSegment(cohort, 4, 1, 100, () => true, undefined, stopping);
  expect([...(segment.stoppedAt ?? [])]).toEqual([12, 6, 4, 3]);
  expect([...fits]).toEqual([12, 6, 4, 3]);
});

describe("collapse", () => {
  it.each([
    ["bernoulli", cellOf("bernoulli", { samples: 12, p: 0.4 })],
    ["geometric", cellOf("geometric", { samples: 5, p: 0.5 })],
    ["poisson", cellOf("poisson", { samples: 5, mean: 1 })],
    ["logistic-regression", cellOf("logistic-regression", { samples: 30, dimension: 2 })],
    ["discrete", cellOf("discrete", { samples: 5, symbols: 3 })],
  ])("of %s leaves a chain as it is for ever, so that its last values may stand for it", (_, cell) => {
    const { stoppedAt } = run(cell, "collapse", 0, 8);
    const { segments } = run(cell, undefined, 0, 8);
    expect(stoppedAt.some((at) => at > 0)).toBe(true);
    for (const [lane, end] of stoppedAt.entries()) {
      if (end === 0) continue;
      const [last, ...after] = rowsOf(segments, lane)
        .slice(end - 1)
        .map(([, ...row]) => row);
      for (const row of after) expect(row).toEqual(last);
    }
  });
});
