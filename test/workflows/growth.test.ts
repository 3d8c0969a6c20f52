import { setImmediate } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { DatasetGrowth } from "../../workflows/growth.ts";

/** The sandbox's conditions, with a clock that the test moves. */
const sandbox = vi.hoisted(() => ({ now: 0, waiting: [] as { until(): boolean; at: number; go(): void }[] }));
vi.mock("@temporalio/workflow", () => ({
  isCancellation: () => false,
  condition: (until: () => boolean, ms = Number.POSITIVE_INFINITY) =>
    new Promise<void>((go) => sandbox.waiting.push({ until, at: sandbox.now + ms, go })),
}));

/** Lets all go on that can, some seconds later. */
async function after(seconds: number): Promise<void> {
  for (let left = seconds; left >= 0; left--) {
    for (let round = 0; round < 5; round++) {
      const ready = sandbox.waiting.filter(({ until, at }) => until() || at <= sandbox.now);
      sandbox.waiting = sandbox.waiting.filter((one) => !ready.includes(one));
      for (const { go } of ready) go();
      await setImmediate();
    }
    if (left > 0) sandbox.now += 1000;
  }
}

it("offers shards at once, and what is told after a while that doubles where it was not worth it", async () => {
  const calls: string[] = [];
  let worth = false;
  const growth = new DatasetGrowth(
    (ranges, told) => {
      const spans = ranges.map(({ from, to }) => `${from}-${to}`).join(" ");
      calls.push(`${told ? "told" : "shard"} ${spans} at ${sandbox.now / 1000}`);
      return Promise.resolve(worth);
    },
    () => true,
    [],
    15,
  );
  const running = growth.run();
  growth.tell([{ from: 0, to: 1 }]);
  await after(14);
  expect(calls).toEqual([]);
  await after(1);
  expect(calls).toEqual(["told 0-1 at 15"]);
  growth.tell([{ from: 1, to: 2 }]);
  await after(29);
  expect(calls).toHaveLength(1);
  await after(1);
  expect(calls.at(-1)).toBe("told 0-2 at 45");
  growth.add({ from: 0, to: 8 });
  await after(0);
  expect(calls.at(-1)).toBe("shard 0-8 at 45");
  worth = true;
  await after(119);
  expect(calls).toHaveLength(3);
  await after(1);
  expect(calls.at(-1)).toBe("told 0-8 at 165");
  await after(3600);
  expect(calls).toHaveLength(4);
  expect(growth.pending).toEqual([]);
  growth.tell([{ from: 8, to: 9 }]);
  await after(15);
  expect(calls.at(-1)).toBe("told 8-9 at 3780");
  growth.close();
  await after(0);
  await running;
});
