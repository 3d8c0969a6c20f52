import { expect, it } from "vitest";
import * as all from "./faults/all.ts";
import { schedule } from "./schedule.ts";

const faults = Object.values(all);
const told = (seed: number): unknown =>
  schedule(seed, faults, 110, 0.9).map(({ fault, ...rest }) => ({ ...rest, fault: fault.name }));

it("repeats itself for the same seed, and for no other", () => {
  expect(told(1)).toEqual(told(1));
  expect(told(1)).not.toEqual(told(2));
});

it("has every kind of fault, each within its limits", () => {
  const planned = schedule(1, faults, 110, 0.9);
  expect(new Set(planned.map(({ fault }) => fault.name)).size).toBe(faults.length);
  for (const { seconds, fault } of planned) {
    expect(seconds).toBeGreaterThanOrEqual(fault.seconds[0]);
    expect(seconds).toBeLessThanOrEqual(fault.seconds[1]);
  }
});
