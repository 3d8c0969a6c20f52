import { describe, expect, it } from "vitest";
import { statuses } from "../../src/core/cohort.ts";
import { stopRule } from "../../src/core/stop.ts";

const metrics = ["variance", "support"];
const columns = [Float64Array.of(0.5, Number.NaN), Float64Array.of(2, 1)];
const holds = (when: string, lane: number, { generation = 1, status = "ok" } = {}): boolean =>
  stopRule(when, metrics).holds(
    generation,
    columns,
    lane,
    statuses.findIndex((known) => known === status),
  );

describe("a stop rule", () => {
  it("sees the lane's own metrics", () => {
    expect([0, 1].map((lane) => holds("support == 1", lane))).toEqual([false, true]);
    expect([0, 1].map((lane) => holds("variance <= 0.5", lane))).toEqual([true, false]);
  });

  it("sees generation and status", () => {
    expect([4, 5].map((generation) => holds("generation >= 5", 0, { generation }))).toEqual([false, true]);
    expect(["ok", "singular"].map((status) => holds('status == "singular"', 0, { status }))).toEqual([
      false,
      true,
    ]);
  });

  it("takes for collapse what no chain comes back from", () => {
    const collapsed = statuses.filter((status) => holds("collapse", 0, { status }));
    expect(collapsed).toEqual(["absorbed", "underflow", "separated", "diverged"]);
  });

  it("lets a metric that is not defined there decide nothing", () => {
    const undefinedThere = ["variance < 1", "variance >= 1", "variance == 1"];
    expect(undefinedThere.map((when) => holds(when, 1))).toEqual([false, false, false]);
    expect(holds("variance < 1 or support == 1", 1)).toBe(true);
  });
});
