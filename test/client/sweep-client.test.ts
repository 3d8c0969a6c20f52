import { expect, it } from "vitest";
import { windowsOf } from "../../src/client/sweep-client.ts";

it("has no more cohorts in flight than asked for, and few fewer", () => {
  for (let parallel = 1; parallel <= 1000; parallel++) {
    const { shardWindow, chainWindow } = windowsOf(parallel);
    expect(chainWindow).toBeGreaterThanOrEqual(1);
    expect(chainWindow).toBeLessThanOrEqual(64);
    expect(shardWindow * chainWindow).toBeLessThanOrEqual(parallel);
    expect(shardWindow * chainWindow).toBeGreaterThan(parallel - shardWindow);
  }
});
