import { expect, it } from "vitest";
import * as all from "./faults/all.ts";
import { type Planned, schedule } from "./schedule.ts";

const faults = Object.values(all);
function planned(seed: number): Planned[] {
  const endless = schedule(seed, faults, 110, 0.9);
  return Array.from({ length: 110 }, () => endless.next().value);
}
const told = (seed: number): unknown =>
  planned(seed).map(({ fault, ...rest }) => ({ ...rest, fault: fault.name }));

it("repeats itself for the same seed, and for no other", () => {
  expect(told(1)).toEqual(told(1));
  expect(told(1)).not.toEqual(told(2));
});

it("has every kind of fault, each within its limits", () => {
  expect(new Set(planned(1).map(({ fault }) => fault.name)).size).toBe(faults.length);
  for (const { seconds, fault } of planned(1)) {
    expect(seconds).toBeGreaterThanOrEqual(fault.seconds[0]);
    expect(seconds).toBeLessThanOrEqual(fault.seconds[1]);
  }
});
