import { expect, it } from "vitest";
import { lookedUp } from "../../src/storage/lookups.ts";

it("finds each item in its order, a few at a time", async () => {
  const items = Array.from({ length: 40 }, (_, i) => i);
  let [open, most] = [0, 0];
  const found: number[][] = [];
  const look = async (item: number): Promise<number> => {
    most = Math.max(most, ++open);
    await new Promise((done) => setImmediate(done));
    open--;
    return 10 * item;
  };
  for await (const some of lookedUp(items, look)) {
    expect(open).toBe(0);
    found.push([...some]);
  }
  expect(found.flat()).toEqual(items.map((item) => 10 * item));
  expect(found.map((some) => some.length)).toEqual([16, 16, 8]);
  expect(most).toBe(16);
});
